import VaultModel
import VaultPolicy

/// A word that is not known yet: the checks run on terms leave behind the formula that they compute.
final class Term: CheckWord {
  enum Operation {
    case constant(UInt64)
    /// Any 64 bits.
    case word(String)
    /// Any truth.
    case truth(String)
    case and(Term, Term)
    case or(Term, Term)
    case not(Term)
    case difference(Term, Term)
    case moved(Term, Term)
    case equal(Term, Term)
    case less(Term, Term)
    case before(Term, Term)
  }

  let operation: Operation

  init(_ operation: Operation) { self.operation = operation }

  convenience init(_ constant: UInt64) { self.init(.constant(constant)) }

  static func & (a: Term, b: Term) -> Term { Term(.and(a, b)) }
  static func | (a: Term, b: Term) -> Term { Term(.or(a, b)) }
  static prefix func ~ (a: Term) -> Term { Term(.not(a)) }
  static func &- (a: Term, b: Term) -> Term { Term(.difference(a, b)) }
  static func &<< (a: Term, b: Term) -> Term { Term(.moved(a, b)) }
  func equals(_ other: Term) -> Term { Term(.equal(self, other)) }
  func isLess(than other: Term) -> Term { Term(.less(self, other)) }
  func isBefore(_ other: Term) -> Term { Term(.before(self, other)) }
}

/// A formula as SMT-LIB 2: every input declared, every step defined under a name of its own.
struct FormulaText {
  private(set) var lines: [String] = []
  private var names: [ObjectIdentifier: String] = [:]
  private var declared: Set<String> = []

  /// Writes what `term` is made of, and returns its name.
  mutating func name(_ term: Term) -> String {
    if let name = names[ObjectIdentifier(term)] { return name }
    let name = define(term)
    names[ObjectIdentifier(term)] = name
    return name
  }

  private mutating func define(_ term: Term) -> String {
    switch term.operation {
    case .constant(let bits): return "(_ bv\(bits) 64)"
    case .word(let name):
      declare(name, "(_ BitVec 64)")
      return name
    case .truth(let name):
      declare(name, "Bool")
      return "(ite \(name) (_ bv1 64) (_ bv0 64))"
    case .and(let a, let b): return step("(bvand \(name(a)) \(name(b)))")
    case .or(let a, let b): return step("(bvor \(name(a)) \(name(b)))")
    case .not(let a): return step("(bvnot \(name(a)))")
    case .difference(let a, let b): return step("(bvsub \(name(a)) \(name(b)))")
    case .moved(let a, let b):
      return step("(bvshl \(name(a)) (bvand \(name(b)) (_ bv63 64)))")
    case .equal(let a, let b): return step("(ite (= \(name(a)) \(name(b))) (_ bv1 64) (_ bv0 64))")
    case .less(let a, let b):
      return step("(ite (bvult \(name(a)) \(name(b))) (_ bv1 64) (_ bv0 64))")
    case .before(let a, let b):
      return step("(ite (bvslt \(name(a)) \(name(b))) (_ bv1 64) (_ bv0 64))")
    }
  }

  private mutating func declare(_ name: String, _ sort: String) {
    if declared.insert(name).inserted { lines.append("(declare-const \(name) \(sort))") }
  }

  private mutating func step(_ body: String) -> String {
    let name = "step-\(lines.count)"
    lines.append("(define-fun \(name) () (_ BitVec 64) \(body))")
    return name
  }
}
