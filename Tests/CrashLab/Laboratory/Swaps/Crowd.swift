@_spi(FixedClock) import ConsentVault
import ConsentVaultTesting
import VaultModel
import VaultStore

/// Fifty customers who differ in everything, in a vault that is open and edited behind its back.
final class Crowd {
  static let size = 50
  let test: TestVault
  private var place: String
  let people: [SubjectID]
  /// Whose rows: the place of a customer by the random id of the vault.
  private(set) var numbers: [RawDatabase.Cell: Int] = [:]
  private(set) var vault: Vault
  private(set) var raw: RawDatabase
  private let image: VaultImage
  /// What each customer's questions are answered, nobody having edited anything.
  private var expected: [[Panel.Answer]] = []
  private var edits = 0

  /// After so many edits the copy is made anew, or its log would grow without bound.
  private static let mostEdits = 400

  init() async throws {
    test = try TestVault(policy: SmallPolicy.test(), at: KnownVault.noon)
    place = test.folder + "/copy.vault"
    people = try (0..<Self.size).map { try SubjectID("person-\($0)") }
    try await Self.fill(test, people)
    try test.vault.close()
    image = try VaultImage(of: test.path)
    try image.write(to: place)
    vault = try test.opened(at: place)
    raw = try openRaw(place, of: test)
    for (index, id) in people.enumerated() {
      guard let known = try vault.store.read({ try $0.subject(id) }) else { continue }
      numbers[.blob(known.id.bytes)] = index
    }
    for index in people.indices { expected.append(try questions(of: index).map { try $0(vault) }) }
    _ = try vault.verifyLedger()
  }

  private static func fill(_ test: TestVault, _ people: [SubjectID]) async throws {
    let vault = test.vault
    for (index, id) in people.enumerated() {
      test.clock.advance(by: .seconds(1))
      if index % 10 == 9 {
        _ = try await vault.refuse(id, purpose: nil)
        continue
      }
      try await vault.fill(id, "v\(index)")
      test.clock.advance(by: .seconds(1))
      if index % 3 == 0 {
        _ = try await vault.put(
          id, [NewValue(category: "size.shoe", bytes: Array("\(index)".utf8))])
      }
      if index % 5 == 1 { _ = try await vault.withdraw(id, purpose: "advice") }
      if index % 5 == 2 { _ = try Panel.read(vault, id, Request.ofTheLab[2]) }
      if index % 10 == 3 { _ = try await vault.restrict(id) }
      if index % 10 == 8 { _ = try await vault.erase(id) }
    }
    test.clock.advance(by: .seconds(60))
  }

  /// What is asked about a customer.
  ///
  /// Contacts are decided and not made: they would be counted.
  private func questions(of index: Int) -> [(Vault) throws -> Panel.Answer] {
    let id = people[index]
    let requests = Request.ofTheLab
    return [
      { .guarded(try Panel.read($0, id, requests[0])) },
      { .guarded(try Panel.read($0, id, requests[1])) },
      {
        let decision = try $0.check(id, requests[2])
        return .guarded(Panel.Guarded(verdict: decision.verdict, codes: decision.codes))
      },
      { .facts(try $0.report(on: id)) },
    ]
  }

  /// What the vault says about the customers whose rows were edited; it verifies if nothing fails.
  func finding(about owners: Set<Int>) -> Panel.Finding {
    var failed: String?
    var denied: String?
    var different: String?
    for owner in owners.sorted() {
      for (number, (question, old)) in zip(questions(of: owner), expected[owner]).enumerated() {
        do {
          let new = try question(vault)
          if new == old { continue }
          if case .guarded(let guarded) = new, guarded.verdict == .deny {
            denied = denied ?? guarded.codes.first ?? ""
          } else {
            different = "question \(number) of \(owner)"
          }
        } catch {
          failed = failed ?? (error as? VaultError)?.code ?? "INTERNAL"
        }
      }
    }
    if let different, failed != nil { return .late(different) }
    if let failed { return .access(failed) }
    do throws(VaultError) { _ = try vault.verifyLedger() } catch {
      if let denied { return .denied(denied, verifies: false) }
      return .verify(error.code, differs: different != nil)
    }
    if let different { return .wrong(different) }
    return denied.map { .denied($0, verifies: true) } ?? .same
  }

  /// Edits rows, looks what that leads to, and puts them back; nil if the tables do not allow it.
  func finding(
    replacing old: [[RawDatabase.Cell]], by new: [[RawDatabase.Cell]], of table: RawTable,
    about owners: Set<Int>
  ) throws -> Panel.Finding? {
    guard try table.replace(old, by: new, in: raw) else { return nil }
    let finding = finding(about: owners)
    guard try table.replace(new, by: old, in: raw) else {
      throw VaultImage.Failure(name: table.name, code: 0)
    }
    edits += 1
    if edits % Self.mostEdits == 0 { try renew() }
    return finding
  }

  /// Makes the copy anew and opens it again.
  private func renew() throws {
    // In another directory: nobody's files change under an open vault but by SQLite.
    let old = place
    place = "\(test.folder)/copy-\(edits).vault"
    try image.write(to: place)
    vault = try test.opened(at: place)
    raw = try openRaw(place, of: test)
    try VaultImage().write(to: old)
    guard finding(about: [0]) == .same else { throw VaultImage.Failure(name: "copy", code: 0) }
  }
}
