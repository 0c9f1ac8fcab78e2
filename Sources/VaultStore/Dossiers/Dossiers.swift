import Synchronization
import VaultCrypto
import VaultModel
import VaultPolicy

/// The dossiers that a process keeps, so that a subject asked about again need not be read, opened and
/// checked again.
///
/// INVARIANT: a dossier is handed out only to a snapshot in which it would be read the same. Every change
/// of what it holds is a leaf, and a snapshot knows how many leaves there are: those since it was read are
/// looked through first, whichever process wrote them, and what they are about is dropped. So a consent
/// that was revoked is never served from here. Rows that change without a leaf drop everything
/// (``Sight/leafless``).
///
/// At most ``most`` subjects are kept, of ``heaviest`` bytes together; who was not asked about lately makes
/// room.
final class Dossiers: Sendable {
  /// How many subjects are kept.
  static let most = 16_384
  /// How many bytes they take together, as far as they are counted.
  static let heaviest = 64 << 20
  /// How many leaves are looked through; beyond, everything is dropped, which is less work.
  static let longestLook: UInt64 = 8_192

  fileprivate struct Slot {
    let id: SubjectID
    let subject: Identifier
    /// The first of the subject's, and the size of the ledger at which it was read.
    var first: (dossier: Dossier, since: UInt64)
    /// The others.
    var more: [(dossier: Dossier, since: UInt64)] = []
    var isUsed = true
    /// Where the first lies.
    let memory: MemoryPlace

    var weight: Int { more.reduce(first.dossier.weight) { $0 + $1.dossier.weight } }

    // They mutate, so that a slot is not copied, with all that it refers to, to be looked at.

    /// Asks the processor for the first.
    mutating func prefetch() { memory.prefetch() }

    /// The dossier, whose subject is not the next to make room.
    mutating func use(
      for purpose: PurposeNumber, in categories: [CategoryNumber], at size: UInt64
    ) -> Dossier? {
      isUsed = true
      return find(at: size) { $0.answers(purpose, categories) }
    }

    mutating func find(at size: UInt64, where answers: (Dossier) -> Bool) -> Dossier? {
      if first.since <= size, answers(first.dossier) { return first.dossier }
      return more.first { $0.since <= size && answers($0.dossier) }?.dossier
    }
  }

  fileprivate struct State {
    /// The size of the ledger up to which every dossier here is known to be true.
    var asOf: UInt64 = 0
    /// What ``Sight/leafless`` was.
    var leafless: Int64?
    var slots: [Slot?] = []
    var free: [Int] = []
    var places: [SubjectID: Int] = [:]
    var owners: [Identifier: Int] = [:]
    /// Where the search for who makes room goes on.
    var hand = 0
    /// What all of them weigh.
    var weight = 0
  }

  fileprivate let state = Mutex(State())

  /// A dossier that is true in a snapshot whose ledger has `size` leaves; nil if none is kept.
  func find(
    _ id: SubjectID, for purpose: PurposeNumber, in categories: [CategoryNumber],
    at size: UInt64, leafless: Int64
  ) -> Dossier? {
    state.withLock { state in
      guard size <= state.asOf, leafless == state.leafless, let place = state.places[id] else {
        return nil
      }
      return state.slots[place]?.use(for: purpose, in: categories, at: size)
    }
  }

  /// The same for several subjects: the processor is asked for what is kept of all of them before any of it
  /// is read.
  func find(
    _ ids: ArraySlice<SubjectID>, for purpose: PurposeNumber, in categories: [CategoryNumber],
    at size: UInt64, leafless: Int64
  ) -> [Dossier?] {
    let found = state.withLock { state -> [Dossier?] in
      guard size <= state.asOf, leafless == state.leafless else {
        return ids.map { _ in nil }
      }
      let places = ids.map { state.places[$0] }
      state.prefetch(places)
      return places.map { place in
        place.flatMap { state.slots[$0]?.use(for: purpose, in: categories, at: size) }
      }
    }
    for dossier in found { dossier?.prefetch() }
    return found
  }

  /// Keeps what was read in a snapshot whose ledger has `size` leaves, if nothing has happened since.
  func keep(_ dossier: Dossier, as id: SubjectID, at size: UInt64, leafless: Int64) {
    // Somebody who was erased may be readmitted under another random id.
    guard dossier.weight <= Self.heaviest / 256, dossier.subject.record.status != .erased else {
      return
    }
    state.withLock { state in
      guard size == state.asOf, leafless == state.leafless else { return }
      state.add(dossier, as: id, since: size)
    }
  }

  /// Up to which size of the ledger everything here is known to be true, and whether anything is kept.
  ///
  /// First drops everything if something was changed without a leaf.
  func asOf(leafless: Int64) -> (size: UInt64, isEmpty: Bool) {
    state.withLock { state in
      if state.leafless != leafless {
        state.dropAll()
        state.leafless = leafless
      }
      return (state.asOf, state.places.isEmpty)
    }
  }

  /// Takes in what the leaves from `old` up to `new` changed: whoever it is about is dropped, also where other
  /// leaves are still to be taken in, or were by somebody else.
  func advance(from old: UInt64, to new: UInt64, _ changes: SubjectChanges) {
    state.withLock { state in
      if state.asOf == old, new > old { state.asOf = new }
      if changes.isEverybody { return state.dropAll() }
      for subject in changes.subjects {
        if let place = state.owners[subject] { state.drop(place) }
      }
    }
  }
}

extension Dossiers {
  /// Drops everything.
  func drop() { state.withLock { $0.dropAll() } }

  /// Takes in that this process has committed a transaction without a leaf, which changes nothing that is
  /// kept; nothing happens if others have committed one too.
  func passOver(leafless before: Int64?) {
    state.withLock { state in
      if let before, state.leafless == before { state.leafless = before + 1 }
    }
  }
}

extension Dossier {
  /// Whether it holds what a decision for the purpose about the categories needs.
  fileprivate func answers(_ purpose: PurposeNumber, _ categories: [CategoryNumber]) -> Bool {
    self.purpose == purpose && self.categories == categories
  }
}

extension Dossiers.State {
  mutating func add(_ dossier: Dossier, as id: SubjectID, since size: UInt64) {
    if let place = places[id], var slot = slots[place] {
      guard slot.find(at: size, where: { $0.answers(dossier.purpose, dossier.categories) }) == nil
      else { return }
      weight -= slot.weight
      slot.more.append((dossier, size))
      // A program that asks about ever new combinations shall not fill the memory.
      if slot.more.count > 3 { slot.more.removeFirst() }
      weight += slot.weight
      slots[place] = slot
    } else {
      let place = room()
      slots[place] = Dossiers.Slot(
        id: id, subject: dossier.subject.id, first: (dossier, size),
        memory: dossier.memory)
      places[id] = place
      owners[dossier.subject.id] = place
      weight += dossier.weight
    }
    while weight > Dossiers.heaviest { makeRoom() }
  }

  /// Asks the processor for the first dossiers at some places.
  mutating func prefetch(_ places: [Int?]) {
    for case let place? in places { slots[place]?.prefetch() }
  }

  mutating func drop(_ place: Int) {
    guard let slot = slots[place] else { return }
    weight -= slot.weight
    places[slot.id] = nil
    owners[slot.subject] = nil
    slots[place] = nil
    free.append(place)
  }

  mutating func dropAll() {
    slots.removeAll(keepingCapacity: true)
    free.removeAll(keepingCapacity: true)
    places.removeAll(keepingCapacity: true)
    owners.removeAll(keepingCapacity: true)
    hand = 0
    weight = 0
  }

  /// An empty slot.
  mutating func room() -> Int {
    if free.isEmpty && slots.count < Dossiers.most {
      slots.append(nil)
      return slots.count - 1
    }
    if free.isEmpty { makeRoom() }
    return free.removeLast()
  }

  /// Drops the first whose subject nobody asked about since the last round; there is one at least.
  mutating func makeRoom() {
    while slots[hand]?.isUsed ?? true {
      slots[hand]?.isUsed = false
      hand = (hand + 1) % slots.count
    }
    drop(hand)
  }
}

extension Dossiers {
  /// Whether nobody is kept.
  var isEmpty: Bool { state.withLock { $0.places.isEmpty } }

  /// Of each of some subjects the dossier that answers what is asked about a purpose and categories, true
  /// in a snapshot whose ledger has `size` leaves, and whose it is by name; nil for who is not kept.
  ///
  /// A dossier of more categories answers too, and in any order: the engine asks what is stored category
  /// by category, and only in those of its question. Nobody stays longer for being found here.
  func find(
    _ subjects: [Identifier], for purpose: PurposeNumber, in categories: NumberSet<CategoryKind>,
    at size: UInt64, leafless: Int64
  ) -> [(name: SubjectID, dossier: Dossier)?] {
    let categories = categories.numbers
    return state.withLock { state in
      guard size <= state.asOf, leafless == state.leafless else {
        return Array(repeating: nil, count: subjects.count)
      }
      let places = subjects.map { state.owners[$0] }
      state.prefetch(places)
      return places.map { place in
        guard let place, let name = state.slots[place]?.id else { return nil }
        let dossier = state.slots[place]?.find(at: size) {
          $0.purpose == purpose && categories.allSatisfy($0.categories.contains)
        }
        return dossier.map { (name, $0) }
      }
    }
  }
}
