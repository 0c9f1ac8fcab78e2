import FoundationEssentials
import Testing
import VaultModel
import VaultPolicy

/// What `Scripts/prove-engine` proves is a formula; here it is held to be the engine's.
@Suite("The engine's formula")
struct EngineFormulaTests {
  /// The checks, run on terms.
  static func formula() -> Term {
    PointQuestion<Term>(word: { Term(.word($0)) }, truth: { Term(.truth($0)) }).mask
  }

  @Test func theFormulaSaysWhatTheEngineComputes() {
    let formula = Self.formula()
    var random = SplitMix64(seed: 5)
    var permits = 0
    for round in 0..<4_000 {
      var inputs: [String: UInt64] = [:]
      // The more rarely an input differs from one that permits, the more questions are nearly permitted.
      let rarity = round % 2 == 0 ? 2 : 100
      func input(_ name: String, orElse other: (inout SplitMix64) -> UInt64) -> UInt64 {
        let value =
          inputs[name] ?? (random.oneIn(rarity) ? other(&random) : Self.permitting(name))
        inputs[name] = value
        return value
      }
      let question = PointQuestion<UInt64>(
        word: { input($0, orElse: Self.edge) }, truth: { input($0) { $0.next() % 2 } })
      let mask = question.mask
      if mask == 0 { permits += 1 }
      var values: [ObjectIdentifier: UInt64] = [:]
      #expect(formula.evaluate(inputs, &values) == mask, "\(inputs)")
    }
    #expect(permits > 200)
  }

  /// A value with which an input stands in no way.
  private static func permitting(_ name: String) -> UInt64 {
    switch name {
    case "clock-is-trusted", "names-channel", "never-names-actors", "asks-category": 1
    case "permission-state": UInt64(PermissionState.given.rawValue)
    case "time": 5
    case "from", "denial-time", "heard-time", "restricted-since": 4
    case "until", "longest", "event-time", "recorded-time": 9
    case "purpose-lists-channels", "purpose-can-stale": 0
    default: name.hasPrefix("purpose-") || name.hasPrefix("permission-") ? .max : 0
    }
  }

  /// Words near each other and near the edges, so that equal instants, single bits and wrapped differences
  /// are common.
  private static func edge(_ random: inout SplitMix64) -> UInt64 {
    let edges: [UInt64] = [0, 1, 2, 3, 4, 5, 8, 9, 63, 64, 1 << 63 - 1, 1 << 63, .max - 1, .max]
    return edges.randomElement(using: &random) ?? 0
  }

  /// The script asks for the formula's text.
  @Test(.enabled(if: ProcessInfo.processInfo.environment["CVAULT_FORMULA"] != nil))
  func theFormulaIsWritten() throws {
    let path = try #require(ProcessInfo.processInfo.environment["CVAULT_FORMULA"])
    var text = FormulaText()
    let mask = text.name(Self.formula())
    let lines = text.lines + ["(define-fun mask () (_ BitVec 64) \(mask))"]
    try Data((lines.joined(separator: "\n") + "\n").utf8).write(to: URL(filePath: path))
  }
}

extension Term {
  /// The value of the term for given inputs; `values` remembers those of its parts.
  fileprivate func evaluate(
    _ inputs: [String: UInt64], _ values: inout [ObjectIdentifier: UInt64]
  ) -> UInt64 {
    if let value = values[ObjectIdentifier(self)] { return value }
    func value(_ term: Term) -> UInt64 { term.evaluate(inputs, &values) }
    let result: UInt64 =
      switch operation {
      case .constant(let bits): bits
      case .word(let name), .truth(let name): inputs[name] ?? 0
      case .and(let a, let b): value(a) & value(b)
      case .or(let a, let b): value(a) | value(b)
      case .not(let a): ~value(a)
      case .difference(let a, let b): value(a) &- value(b)
      case .moved(let a, let b): value(a) << (value(b) % 64)
      case .equal(let a, let b): value(a) == value(b) ? 1 : 0
      case .less(let a, let b): value(a) < value(b) ? 1 : 0
      case .before(let a, let b):
        Int64(bitPattern: value(a)) < Int64(bitPattern: value(b)) ? 1 : 0
      }
    values[ObjectIdentifier(self)] = result
    return result
  }
}
