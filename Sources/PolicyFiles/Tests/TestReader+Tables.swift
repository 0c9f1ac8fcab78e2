import PolicyTools
import VaultModel
import VaultPolicy

/// Complete tables.
extension TestReader {
  mutating func readTables(_ document: Document) {
    for item in input.items(document, of: "`only`") {
      guard case .mapping(let entries) = item.value else {
        _ = input.entries(item, of: "a table of `only`")
        continue
      }
      let keys = Set(entries.map(\.key))
      if keys.contains("never") {
        readRule(item)
      } else if keys.contains("sensitivity") {
        readSpecial(item)
      } else {
        readTable(item)
      }
    }
  }

  private mutating func readTable(_ item: Document) {
    let dimensions = TestDimension.allCases
    let fields = input.fields(
      item, of: "a table of `only`",
      keys: TestKeys.table)
    guard let document = input.required("purpose", in: fields, of: "a table of `only`"),
      let purpose = name(document, of: "`purpose` of a table", among: .purpose)
    else { return }
    let what = "the table of `\(purpose)`"
    // In a table nothing is an answer, but a purpose that nobody may use is none.
    var lists = readLists(dimensions, in: fields, of: what, filled: [.actors, .categories])
    // Sharing comes with the recipients, and a table of operations asks without one.
    lists[.operations]?.removeAll { $0 == "share" }
    let basis = fields["basis"].flatMap {
      input.word($0, of: "`basis` of \(what)", Basis.self, code: .basisInvalid)
    }
    if lists.isEmpty, basis == nil {
      input.report(
        .keyMissing, "\(what) lists nothing", hint: "add \(listed(dimensions.map(\.rawValue)))",
        at: fields.position)
    }
    tests.tables.append(
      OnlyTable(
        TestTitle(purpose, at: fields.position), purpose: purpose,
        at: readTime(in: fields, of: what), lists: lists, basis: basis))
  }

  /// The values of the dimensions that a table names; those of `filled` must not be empty.
  private mutating func readLists(
    _ dimensions: [TestDimension], in fields: DocumentReader.Fields, of what: String,
    filled: [TestDimension] = []
  ) -> [TestDimension: [String]] {
    var lists: [TestDimension: [String]] = [:]
    for dimension in dimensions {
      guard let document = fields[dimension.rawValue] else { continue }
      let what = "`\(dimension.rawValue)` of \(what)"
      lists[dimension] =
        dimension == .categories
        ? leafList(document, of: what)
        : nameList(document, of: what, among: TestNames.Kind(dimension))
      if filled.contains(dimension), document.value == .list([]) {
        input.report(
          .listEmpty, "\(what) is an empty list", hint: "name something, or leave the key out",
          at: document.position)
      }
    }
    return lists
  }

  private mutating func readRule(_ item: Document) {
    let dimensions: [TestDimension] = [.actors, .categories, .recipients, .channels, .operations]
    let fields = input.fields(
      item, of: "a table of `only`",
      keys: TestKeys.rule)
    guard let document = fields["never"],
      let rule = name(document, of: "`never` of a table", among: .rule)
    else { return }
    let what = "the table of the rule `\(rule)`"
    let lists = readLists(dimensions, in: fields, of: what)
    let purposes = fields["purposes"].map { document in
      let nodes = nameList(document, of: "`purposes` of \(what)", among: .node)
      return policy.purposes.map(\.name).filter { purpose in
        nodes.contains { DottedName.isAtOrBelow(purpose, $0) }
      }
    }
    tests.rules.append(
      NeverTable(
        TestTitle("never \(rule)", at: fields.position), rule: rule,
        at: readTime(in: fields, of: what), purposes: purposes, lists: lists))
  }

  private mutating func readSpecial(_ item: Document) {
    let what = "the table of special categories"
    let fields = input.fields(item, of: what, keys: TestKeys.special)
    if let document = fields["sensitivity"], document.value != .text("special") {
      input.report(
        .valueInvalid, "`sensitivity` of \(what) is not `special`",
        hint: "no decision depends on another one", at: document.position)
    }
    guard let document = input.required("categories", in: fields, of: what) else { return }
    let categories = leafList(document, of: "`categories` of \(what)")
    if tests.special != nil {
      input.report(
        .itemTwice, "\(what) stands twice", hint: "keep one: it is complete", at: fields.position)
    }
    tests.special = SpecialTable(
      TestTitle("special categories", at: fields.position), at: readTime(in: fields, of: what),
      categories: categories)
  }
}
