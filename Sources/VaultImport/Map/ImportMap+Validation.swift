import VaultModel
import VaultPolicy

extension ImportMap {
  /// Checks the map alone, before there is an input.
  ///
  /// Whether purposes, categories and notices exist is the policy's to say.
  package func validate() throws(ImportMapError) {
    let problems = valueProblems + consentProblems + groundProblems
    guard problems.isEmpty else { throw ImportMapError(problems: problems) }
  }

  /// Checks the map against the columns of an input: all that do not exist, at once.
  package func validate(header: [String]) throws(ImportMapError) {
    let known = Set(header)
    var problems: [ImportMapProblem] = []
    for (path, reference) in references where !known.contains(reference.column) {
      let near = Spelling.nearest(to: reference.column, among: header)
      problems.append(
        ImportMapProblem(
          .columnUnknown, at: path, "the input has no column `\(reference.column)`",
          hint: near.map { "did you mean `\($0)`" }))
    }
    guard problems.isEmpty else { throw ImportMapError(problems: problems) }
  }

  private var valueProblems: [ImportMapProblem] {
    var problems: [ImportMapProblem] = []
    var categories: Set<String> = []
    for rule in values {
      let path = "values.\(rule.category)"
      func report(_ message: String) {
        problems.append(ImportMapProblem(.mapInvalid, at: path, message))
      }
      if !categories.insert(rule.category).inserted { report("the category is mapped twice") }
      switch rule.source {
      case .column(_, split: ""): report("`split` is empty")
      case .joined([], separator: _): report("`columns` is empty")
      default: break
      }
    }
    return problems
  }

  private var consentProblems: [ImportMapProblem] {
    var problems: [ImportMapProblem] = []
    for (index, rule) in consents.enumerated() {
      let path = "consents[\(index)]"
      func report(_ key: String, _ message: String, hint: String? = nil) {
        problems.append(ImportMapProblem(.mapInvalid, at: path + key, message, hint: hint))
      }
      if case .column(_, let yes, let no) = rule.when {
        let common = Set(yes).intersection(no)
        if yes.isEmpty { report(".when.yes", "no cell would mean yes") }
        if !common.isEmpty { report(".when", "a cell cannot mean both yes and no") }
        if yes.contains("") || no.contains("") {
          report(".when", "a blank cell means neither yes nor no", hint: "remove the empty text")
        }
      }
      if rule.end == .lasting(.zero) { report(".for", "the consent would end as it begins") }
      if let names = [rule.categories, rule.channels, rule.recipients].first(where: { $0 == [] }),
        names != nil
      {
        report("", "a list is empty", hint: "remove the key to mean the purpose's default")
      }
      if rule.operations == [] || rule.origins == [] {
        report("", "a list is empty", hint: "remove the key to mean the default")
      }
      // A consent is known by purpose, notice, method and time: the second would count as the first.
      if consents[..<index].contains(where: { $0.isSameRecord(as: rule) }) {
        report(
          "", "an earlier rule has the same purpose, notice, method and time",
          hint: "join the rules, or name the notice that each of them was given under")
      }
    }
    return problems
  }

  private var groundProblems: [ImportMapProblem] {
    var problems: [ImportMapProblem] = []
    for (index, rule) in grounds.enumerated() {
      let path = "grounds[\(index)]"
      if rule.reference == .constant("") {
        problems.append(ImportMapProblem(.mapInvalid, at: "\(path).reference", "it is empty"))
      }
      if rule.end == .lasting(.zero) {
        problems.append(
          ImportMapProblem(.mapInvalid, at: "\(path).for", "the ground would end as it begins"))
      }
      // A ground is known by purpose and reference: the second would count as the first.
      if grounds[..<index].contains(where: {
        $0.purpose == rule.purpose && $0.reference == rule.reference
      }) {
        problems.append(
          ImportMapProblem(
            .mapInvalid, at: path, "an earlier rule has the same purpose and reference"))
      }
    }
    return problems
  }
}

extension ConsentRule {
  fileprivate func isSameRecord(as other: Self) -> Bool {
    (purpose, notice, method, capturedAt)
      == (other.purpose, other.notice, other.method, other.capturedAt)
  }
}
