public import ConsentVault
public import GDPRBench
import Glibc

/// The vault, by its public API alone.
///
/// It keeps what an application keeps beside it: the ids of the consents that it recorded, the leaves of
/// erasures, and the newest checkpoint that it saw.
public final class VaultContender: Contender {
  /// What is told of it.
  public let name = "vault"
  /// Changes strict, reads crash-safe.
  public let durability = "changes strict; reads crashSafe, each with its leaf"

  private let folder: String
  var vault: Vault
  var subjects: [SubjectID] = []
  var consents: [ConsentKey: Identifier] = [:]
  private var erasures: [Int: UInt64] = [:]
  var checkpoint = ""
  var valueSize = 0

  struct ConsentKey: Hashable {
    let subject: Int
    let purpose: Int
  }

  private static let options: Vault.Options = {
    var options = Vault.Options()
    options.durability = .crashSafe
    return options
  }()

  /// Makes the vault in a folder that is there.
  public init(in folder: String) throws {
    self.folder = folder
    vault = try Vault.create(
      at: folder + "/bench.vault", compiledPolicy: BenchPolicy.text,
      notices: [BenchPolicy.notice: "We use your data for this."], keyFile: folder + "/owner.key",
      options: Self.options, keepRecoveryCode: { _ in })
  }

  /// Closes the vault and opens it anew, so that all that was loaded is in its place.
  func reopen() throws {
    try vault.close()
    vault = try Vault.openNow(
      at: folder + "/bench.vault", unlockedBy: .keyFile(folder + "/owner.key"),
      options: Self.options)
  }

  /// Bytes of the vault's directory, closed.
  public func bytesOnDisk() throws -> Int64 {
    try reopen()
    return Files.bytes(in: folder + "/bench.vault")
  }

  /// What the writer does when it has time, it does now.
  public func settle() throws { usleep(10_000) }

  /// A refusal is an answer; a failure ends the run.
  public func perform(_ operation: GDPRBench.Operation) async throws -> Answer {
    do {
      return try await change(operation)
    } catch let error as VaultError {
      guard error.kind == .refused || error.kind == .notFound else { throw error }
      return .denied
    }
  }

  private func change(_ operation: GDPRBench.Operation) async throws -> Answer {
    switch operation {
    case .create(let record), .update(let record):
      _ = try await vault.put(subject(record.key.subject), [newValue(record)])
    case .enrol(let consent, let record):
      subjects.append(try SubjectID(Population.name(of: consent.subject)))
      consents[ConsentKey(subject: consent.subject, purpose: consent.purpose)] =
        try await Self.grant(subject(consent.subject), consent, in: vault)
      _ = try await vault.put(subject(consent.subject), [newValue(record)])
    case .renew(let subject, let purpose, let days):
      try await renew(subject, purpose, days: days)
    case .renewMany(let purpose, let people, let days):
      let vault = vault
      let ids = people.compactMap { consents[ConsentKey(subject: $0, purpose: purpose)] }
      try await together(ids) { try await Self.renew($0, days: days, in: vault) }
    case .expire(let subject, let purpose):
      try await Self.endAtOnce(consent(subject, purpose), in: vault)
    case .withdraw(let subject, let purpose):
      _ = try await vault.withdraw(
        self.subject(subject), purpose: BenchPolicy.purposes[purpose])
    case .object(let subject, let purpose, let recipient):
      _ = try await vault.withdraw(
        self.subject(subject), purpose: BenchPolicy.purposes[purpose],
        scope: ScopeNames(recipients: [BenchPolicy.recipients[recipient]]))
    case .deleteRecord(let key):
      // There is no call that takes one value away: an empty one takes its place.
      _ = try await vault.put(
        subject(key.subject),
        [NewValue(category: BenchPolicy.categories[key.category], bytes: [])])
    case .deleteSubject(let subject):
      erasures[subject] = try await vault.erase(self.subject(subject)).leaf
    case .sweep: _ = try await vault.sweep()
    default: return try await read(operation)
    }
    return .done
  }

  private func read(_ operation: GDPRBench.Operation) async throws -> Answer {
    switch operation {
    case .read(let key, let purpose, let recipient):
      let request = Request(
        actor: BenchPolicy.actor, purpose: BenchPolicy.purposes[purpose],
        categories: [BenchPolicy.categories[key.category]],
        recipient: recipient.map { BenchPolicy.recipients[$0] } ?? "self")
      var tally = Tally()
      return tally.add(try await vault.access(subject(key.subject), request))
        ? tally.answer : .denied
    case .metadata(let subject):
      let consents = try vault.consents(of: self.subject(subject), all: true)
      guard !consents.isEmpty else { return .denied }
      return Tally.answer(consents.filter { $0.state == "given" }.map(\.purpose))
    case .readPurpose(let purpose): return try await readAll(purpose, for: nil)
    case .readRecipient(let purpose, let recipient):
      return try await readAll(purpose, for: recipient)
    case .verifyLog(let count): try await verify(last: count)
    case .proveDeletion(let subject):
      // Of somebody who was not erased the best guess is the first leaf of all.
      _ = try await vault.erasureCertificate(leaf: erasures[subject] ?? 0)
    default: preconditionFailure("a change is no read")
    }
    return .done
  }

  /// Asks whom the purpose reaches, and reads what it may of them.
  private func readAll(_ purpose: Int, for recipient: Int?) async throws -> Answer {
    try await readAll(audience(of: purpose), purpose, for: recipient)
  }

  /// Whom a purpose reaches.
  public func audience(of purpose: Int) throws -> [SubjectID] {
    var people: [SubjectID] = []
    try vault.eachContactable(for: BenchPolicy.purposes[purpose], as: BenchPolicy.actor) {
      people.append($0.subject)
      return true
    }
    return people
  }

  /// Reads all that a purpose may of some people, for the company itself or a recipient.
  public func readAll(
    _ people: [SubjectID], _ purpose: Int, for recipient: Int? = nil
  ) async throws -> Answer {
    let request = Request(
      actor: BenchPolicy.actor, purpose: BenchPolicy.purposes[purpose], categories: ["data"],
      recipient: recipient.map { BenchPolicy.recipients[$0] } ?? "self", mode: .partial)
    var tally = Tally()
    try await vault.access(people, request) { _, access in tally.add(access) }
    return tally.answer
  }

  /// Proves that the ledger goes on from the checkpoint that was seen last, reads the last leaves, and
  /// proves that the first of them is in it.
  private func verify(last count: Int) async throws {
    let proof = try await vault.proveConsistency(from: checkpoint)
    guard let gap = proof.firstRange(of: "\n\n") else { preconditionFailure("no checkpoint") }
    checkpoint = String(proof[gap.upperBound...])
    let lines = checkpoint.split(separator: "\n", maxSplits: 2)
    guard lines.count == 3, let size = UInt64(lines[1]) else {
      preconditionFailure("no size in a checkpoint")
    }
    let first = size - min(size, UInt64(count))
    let leaves = try vault.ledger(from: first, limit: count)
    precondition(leaves.count == Int(size - first), "the ledger has lost leaves")
    _ = try await vault.proveInclusion(of: first)
  }

  private func renew(_ subject: Int, _ purpose: Int, days: Int) async throws {
    try await Self.renew(consent(subject, purpose), days: days, in: vault)
  }

  @concurrent private static func renew(
    _ consent: Identifier, days: Int, in vault: Vault
  ) async throws {
    _ = try await vault.renew(
      consent, end: .after(.days(Int64(days))), notice: BenchPolicy.notice,
      method: BenchPolicy.method)
  }

  private func consent(_ subject: Int, _ purpose: Int) throws -> Identifier {
    guard let id = consents[ConsentKey(subject: subject, purpose: purpose)] else {
      preconditionFailure("the streams renew what was given")
    }
    return id
  }

  private func subject(_ number: Int) throws -> SubjectID {
    number < subjects.count ? subjects[number] : try SubjectID(Population.name(of: number))
  }
}
