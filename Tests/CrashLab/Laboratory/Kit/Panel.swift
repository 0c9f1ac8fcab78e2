import ConsentVault
import VaultModel
import VaultStore

/// Everything that can be asked of a vault through its door, and what it answers.
///
/// The questions stand in the order of what they change: nothing, then leaves of accesses.
struct Panel {
  /// An answer that can be compared with another.
  enum Answer: Hashable {
    /// Facts that have to be the same to the letter.
    case facts(AnyHashable)
    /// What the guard says, and what it releases.
    case guarded(Guarded)
  }

  /// The guard's answer; bytes only if it permits.
  struct Guarded: Hashable {
    let verdict: Decision.Verdict
    let codes: [String]
    var values: [DisclosedValue] = []
    var bytes: [[UInt8]] = []
  }

  /// How a vault that was tampered with compares with the one before.
  enum Finding: Hashable {
    /// Every answer is the same, and the whole vault verifies.
    case same
    /// Opening it fails with this code.
    case open(String)
    /// A question fails with this code.
    case access(String)
    /// The guard denies, with this code, what it released before or for other reasons than before;
    /// and whether the vault verifies all the same.
    case denied(String, verifies: Bool)
    /// Answers are the same or not; verifying fails with this code.
    case verify(String, differs: Bool)
    /// An answer is another, and only asking about somebody else fails.
    case late(String)
    /// An answer is another, nothing failed, and the vault verifies.
    case wrong(String)

    /// How it is counted.
    var name: String {
      switch self {
      case .same: "same"
      case .open(let code): "open:\(code)"
      case .access(let code): "access:\(code)"
      case .denied(let code, let verifies): "denied:\(code)\(verifies ? ", verifies" : "")"
      case .verify(let code, let differs): "\(differs ? "differs, " : "")verify:\(code)"
      case .late: "differs, access elsewhere"
      case .wrong: "wrong"
      }
    }
  }

  typealias Question = (name: String, ask: (Vault) throws -> Answer)

  let questions: [Question]

  /// What may be asked about these people.
  init(of people: [SubjectID], requests: [Request]) {
    questions = Self.facts(of: people) + Self.guarded(people, requests)
  }

  init(_ questions: [Question]) { self.questions = questions }

  private static func facts(of people: [SubjectID]) -> [Question] {
    var questions: [Question] = [
      ("statistics", { .facts(Self.counts(try $0.statistics())) }),
      ("policies", { .facts(try $0.policyLog().map(Self.words(of:))) }),
      ("notices", { .facts(try $0.notices()) }),
      ("expiring", { .facts(try $0.expiring(within: .days(3650))) }),
      ("ledger", { .facts(try $0.ledger(limit: .max).map(Self.words(of:))) }),
      (
        "subjects",
        { vault in
          var all: [SubjectSummary] = []
          try vault.eachSubject { all.append($0) }
          return .facts(all)
        }
      ),
    ]
    for (index, id) in people.enumerated() {
      questions.append(("report \(index)", { .facts(try $0.report(on: id)) }))
    }
    return questions
  }

  /// The counts but for the sizes of files, which depend on who was there before.
  private static func counts(_ all: Statistics) -> [AnyHashable] {
    [
      all.subjects, all.permissions, all.values, all.sealedBytes, all.due, all.oldestUnswept,
      all.ledgerSize, all.policy,
    ]
  }

  private static func words(of row: PolicyRow) -> [AnyHashable] {
    [row.number, row.name, row.version, row.canonical, row.places, row.source, row.loaded]
  }

  private static func words(of entry: LedgerEntry) -> [AnyHashable] {
    [
      entry.leaf, entry.time, entry.type, entry.actor, entry.purpose, entry.policy, entry.detail,
    ]
  }

  /// Every person, every request: decided, and then read.
  static func guarded(_ people: [SubjectID], _ requests: [Request]) -> [Question] {
    var questions: [Question] = []
    for (index, id) in people.enumerated() {
      for request in requests {
        questions.append(
          ("\(request.purpose) of \(index)", { .guarded(try Self.read($0, id, request)) }))
      }
    }
    return questions
  }

  /// Reads through the guard.
  static func read(_ vault: Vault, _ id: SubjectID, _ request: Request) throws -> Guarded {
    switch try vault.accessNow(id, request) {
    case .denied(let decision): return Guarded(verdict: .deny, codes: decision.codes)
    case .permitted(let disclosure):
      return Guarded(
        verdict: .permit, codes: disclosure.decision.codes, values: disclosure.values,
        bytes: disclosure.values.indices.map { index in
          disclosure.withBytes(of: index) { span in
            unsafe span.withUnsafeBytes { unsafe Array($0) }
          }
        })
    }
  }

  /// The answers of a vault that is sound.
  func answers(of vault: Vault) throws -> [Answer] {
    let answers = try questions.map { try $0.ask(vault) }
    _ = try vault.verifyLedger()
    return answers
  }

  /// Asks until something fails or differs, and then verifies.
  func compare(
    with expected: [Answer], opening: () throws(VaultError) -> Vault
  ) -> Finding {
    let vault: Vault
    do throws(VaultError) { vault = try opening() } catch { return .open(error.code) }
    return compare(with: expected, vault)
  }

  /// The same on a vault that is open.
  func compare(with expected: [Answer], _ vault: Vault) -> Finding {
    var different: String?
    var denied: String?
    for (question, old) in zip(questions, expected) {
      do {
        let new = try question.ask(vault)
        if new == old { continue }
        if case .guarded(let new) = new, new.verdict == .deny {
          // A denial whose words are others releases nothing either.
          denied = denied ?? new.codes.first ?? ""
          continue
        }
        different = question.name
        break
      } catch {
        return .access(Self.code(of: error))
      }
    }
    do throws(VaultError) { _ = try vault.verifyLedger() } catch {
      return denied.map { .denied($0, verifies: false) }
        ?? .verify(error.code, differs: different != nil)
    }
    if different == nil, let denied { return .denied(denied, verifies: true) }
    return different.map(Finding.wrong) ?? .same
  }

  private static func code(of error: any Error) -> String {
    (error as? VaultError)?.code ?? "\(type(of: error))"
  }
}
