import PolicyTools
import VaultModel
import VaultPolicy

/// Makes tests of a document, or says everything that is wrong with it.
struct TestReader {
  /// The only version of the format.
  static let schema = "1"

  let policy: Policy
  let zoneExists: (String) -> Bool
  let names: TestNames
  var input: DocumentReader
  /// The instant at which everything is asked that names none of its own.
  var time: Timestamp?
  /// Where a missing `at` of the whole file would stand.
  private var top = PolicyPlaces.Position(line: 1, column: 1)
  private var missesTime = false
  var grants: [String: TestGrant] = [:]
  var tests: PolicyTests

  init(file: String, policy: Policy, zoneExists: @escaping (String) -> Bool) {
    self.policy = policy
    self.zoneExists = zoneExists
    names = TestNames(policy)
    input = DocumentReader(file: file)
    tests = PolicyTests(file: file)
  }

  /// Reads the whole document.
  mutating func read(_ document: Document) throws(PolicyFault) -> PolicyTests {
    let fields = input.fields(document, of: "the test file", keys: TestKeys.file)
    guard case .mapping = document.value, readHead(fields) else {
      throw PolicyFault(input.problems)
    }
    top = fields.position
    if let document = fields["at"] { time = readTime(document, of: "`at`") }
    if let document = fields["grants"] { readGrants(document) }
    if let document = fields["cases"] { readCases(document) }
    if let document = fields["only"] { readTables(document) }
    if let document = fields["longest"] { readLongest(document) }
    if let document = fields["questions"] { readQuestions(document) }
    guard input.problems.isEmpty else { throw PolicyFault(input.problems) }
    return tests
  }

  private mutating func readHead(_ fields: DocumentReader.Fields) -> Bool {
    if let document = input.required("schema", in: fields, of: "the test file"),
      document.value != .text(Self.schema)
    {
      input.report(
        .schemaUnsupported, "the schema is not one that this program reads",
        hint: "write `schema: \(Self.schema)`", at: document.position)
      return false
    }
    guard let document = input.required("policy", in: fields, of: "the test file"),
      let name = input.text(document, of: "`policy`")
    else { return true }
    if name != policy.name {
      input.report(
        .nameChanged, "the tests are of the policy \(quoted(name)), not of `\(policy.name)`",
        hint: "write `policy: \(policy.name)`", at: document.position)
    }
    return true
  }

  // MARK: Words of every part

  /// An instant.
  mutating func readTime(_ document: Document, of what: String) -> Timestamp? {
    guard let text = input.text(document, of: what) else { return nil }
    if let time = Timestamp(text) { return time }
    input.report(
      .dateInvalid, "\(what) is \(quoted(text)), which is not an instant",
      hint: "write it as in `2026-03-02T10:00:00Z`", at: document.position)
    return nil
  }

  /// The instant of a test: its own, or that of the whole file.
  mutating func readTime(in fields: DocumentReader.Fields, of what: String) -> Timestamp {
    if let document = fields["at"] { return readTime(document, of: "`at` of \(what)") ?? .earliest }
    if let time { return time }
    // Once is enough: one line at the top mends all.
    if !missesTime, input.problems.allSatisfy({ $0.code != .dateInvalid }) {
      missesTime = true
      input.report(
        .keyMissing, "neither \(what) nor the file has `at`",
        hint: "add `at: 2026-03-02T10:00:00Z` at the top, the instant at which tests ask", at: top)
    }
    return .earliest
  }

  /// A list of instants.
  mutating func readTimes(_ document: Document, of what: String) -> [Timestamp] {
    input.items(document, of: what).compactMap { readTime($0, of: "an item of \(what)") }
  }

  /// The items of a list, or the one thing that stands in its place.
  mutating func oneOrMore(_ document: Document) -> [Document] {
    if case .list(let items) = document.value { items } else { [document] }
  }

  /// A declared name.
  mutating func name(
    _ document: Document, of what: String, among kind: TestNames.Kind
  ) -> String? {
    guard let text = input.text(document, of: what) else { return nil }
    let known = names[kind]
    if known.contains(text) { return text }
    let hint = input.suggestion(for: text, among: known)
    input.report(
      kind.code, "\(what) is \(quoted(text)), and the policy has no such \(kind.rawValue)",
      hint: hint ?? "name one that the policy declares", at: document.position)
    return nil
  }

  /// A list of declared names, each once.
  mutating func nameList(
    _ document: Document, of what: String, among kind: TestNames.Kind
  ) -> [String] {
    var seen: Set<String> = []
    return input.items(document, of: what).compactMap { item in
      guard let name = name(item, of: "an item of \(what)", among: kind) else { return nil }
      guard seen.insert(name).inserted else {
        input.report(
          .itemTwice, "\(what) names \(quoted(name)) twice", hint: "keep one of them",
          at: item.position)
        return nil
      }
      return name
    }
  }

  /// The leaves of a list of categories, sorted.
  mutating func leafList(_ document: Document, of what: String) -> [String] {
    let nodes = nameList(document, of: what, among: .category)
    return Set(nodes.flatMap { names.leaves(of: $0) }).sorted()
  }

  /// Names in the dimensions that have a key of the same name.
  mutating func readScope(
    _ fields: DocumentReader.Fields, _ dimensions: [TestDimension], of what: String
  ) -> [TestDimension: [String]] {
    var scope: [TestDimension: [String]] = [:]
    for dimension in dimensions {
      guard let document = fields[dimension.rawValue] else { continue }
      let what = "`\(dimension.rawValue)` of \(what)"
      if document.value == .list([]) {
        input.report(
          .listEmpty, "\(what) is an empty list", hint: "name something, or leave the key out",
          at: document.position)
      }
      scope[dimension] = nameList(document, of: what, among: TestNames.Kind(dimension))
    }
    return scope
  }
}
