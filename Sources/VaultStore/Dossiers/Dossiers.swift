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
/// At most ``most`` subjects are kept, and no dossier above ``heaviest``; who was not asked about lately
/// makes room.
final class Dossiers: Sendable {
  /// How many subjects are kept: some 30 MB of rows as sealed as they are in the database.
  static let most = 16_384
  /// The heaviest dossier that is kept, in bytes.
  static let heaviest = 8 << 10
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

    func find(
      _ purpose: PurposeNumber, _ categories: [CategoryNumber], at size: UInt64
    ) -> Dossier? {
      if first.since <= size, first.dossier.answers(purpose, categories) { return first.dossier }
      return more.first { $0.since <= size && $0.dossier.answers(purpose, categories) }?.dossier
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
  }

  private let state = Mutex(State())

  /// A dossier that is true in a snapshot whose ledger has `size` leaves; nil if none is kept.
  func find(
    _ id: SubjectID, for purpose: PurposeNumber, in categories: [CategoryNumber],
    at size: UInt64, leafless: Int64
  ) -> Dossier? {
    state.withLock { state in
      guard size <= state.asOf, leafless == state.leafless, let place = state.places[id] else {
        return nil
      }
      state.slots[place]?.isUsed = true
      return state.slots[place]?.find(purpose, categories, at: size)
    }
  }

  /// Keeps what was read in a snapshot whose ledger has `size` leaves, if nothing has happened since.
  func keep(_ dossier: Dossier, as id: SubjectID, at size: UInt64, leafless: Int64) {
    // Somebody who was erased may be readmitted under another random id.
    guard dossier.weight <= Self.heaviest, dossier.subject.record.status != .erased else { return }
    state.withLock { state in
      guard size == state.asOf, leafless == state.leafless else { return }
      if let place = state.places[id] {
        guard state.slots[place]?.find(dossier.purpose, dossier.categories, at: size) == nil else {
          return
        }
        state.slots[place]?.more.append((dossier, size))
        // A program that asks about ever new combinations shall not fill the memory.
        if state.slots[place]?.more.count ?? 0 > 3 { state.slots[place]?.more.removeFirst() }
        return
      }
      let place = state.room()
      state.slots[place] = Slot(id: id, subject: dossier.subject.id, first: (dossier, size))
      state.places[id] = place
      state.owners[dossier.subject.id] = place
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

  /// Takes in what the leaves from `old` up to `new` changed; nothing happens if somebody else has.
  func advance(from old: UInt64, to new: UInt64, _ changes: SubjectChanges) {
    state.withLock { state in
      guard state.asOf == old, new > old else { return }
      state.asOf = new
      if changes.isEverybody { return state.dropAll() }
      for subject in changes.subjects {
        if let place = state.owners[subject] { state.drop(place) }
      }
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
  mutating func drop(_ place: Int) {
    guard let slot = slots[place] else { return }
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
  }

  /// An empty slot; if there is none, the first whose subject nobody asked about since the last round.
  mutating func room() -> Int {
    if let place = free.popLast() { return place }
    guard slots.count >= Dossiers.most else {
      slots.append(nil)
      return slots.count - 1
    }
    while slots[hand]?.isUsed == true {
      slots[hand]?.isUsed = false
      hand = (hand + 1) % slots.count
    }
    drop(hand)
    return free.removeLast()
  }
}
