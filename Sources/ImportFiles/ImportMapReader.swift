import VaultImport
import VaultModel
import VaultPolicy

/// Makes an import map of a document, or notes everything that is wrong with it.
struct ImportMapReader {
  var input: DocumentReader
  /// Where the parts stand, by the paths that ``ImportMap/validate()`` uses.
  private var places: PolicyPlaces

  init(file: String) {
    input = DocumentReader(file: file)
    places = PolicyPlaces(file: file)
  }

  /// The map; nil, or not to be used, if there are problems.
  mutating func read(_ document: Document) -> ImportMap? {
    let keys = ["subject", "origin", "collected_at", "values", "consents", "grounds", "trim"]
    let fields = input.fields(document, of: "the import map", keys: keys)
    guard case .mapping = document.value else { return nil }
    for entry in fields.entries { places.positions[entry.key] = entry.position }
    let subject = input.required("subject", in: fields, of: "the import map")
      .flatMap { readColumn($0, of: "`subject`") }
    return ImportMap(
      subject: subject ?? ColumnReference(""),
      origin: fields["origin"].flatMap { input.origin($0, of: "`origin`") } ?? .volunteered,
      collectedAt: fields["collected_at"].flatMap { readTime($0, of: "`collected_at`") },
      values: fields["values"].map { readValues($0) } ?? [],
      consents: fields["consents"].map { readConsents($0) } ?? [],
      grounds: fields["grounds"].map { readGrounds($0) } ?? [],
      trim: fields["trim"].flatMap { readFlag($0, of: "`trim`") } ?? false)
  }

  /// A problem of the map itself, with its place in the file.
  func problem(_ problem: ImportMapProblem) -> PolicyProblem {
    var path = Substring(problem.path)
    while places.positions[String(path)] == nil, let dot = path.lastIndex(of: ".") {
      path = path[..<dot]
    }
    return PolicyProblem(
      code: .valueInvalid, message: problem.description, hint: problem.hint, file: places.file,
      position: places.positions[String(path)])
  }

  /// Notes where a part of the map stands.
  mutating func note(_ path: String, at position: PolicyPlaces.Position) {
    places.positions[path] = position
  }

  // MARK: Values

  private mutating func readValues(_ document: Document) -> [ValueRule] {
    input.entries(document, of: "`values`").compactMap { entry in
      let what = "`values.\(entry.key)`"
      guard DottedName.isValid(entry.key) else {
        input.report(
          .idInvalid, "`values` holds \(quoted(entry.key)), which is not a category",
          hint: "write a leaf of the policy's categories, such as `contact.email`",
          at: entry.position)
        return nil
      }
      places.positions["values.\(entry.key)"] = entry.position
      return readValue(entry, of: what)
    }
  }

  private mutating func readValue(_ entry: Document.Entry, of what: String) -> ValueRule? {
    let fields = input.fields(
      entry.value, of: what, keys: ["column", "columns", "join", "split", "origin", "trim"],
      at: entry.position)
    guard case .mapping = entry.value.value else { return nil }
    let trim = fields["trim"].flatMap { readFlag($0, of: "`trim` of \(what)") }
    let origin = fields["origin"].flatMap { input.origin($0, of: "`origin` of \(what)") }
    // `split` goes with one column, `join` with several: the other would mean nothing.
    let isJoined = fields["columns"] != nil
    refuse(isJoined ? ["column", "split"] : ["join"], fields, of: what)
    let source: ValueRule.Source
    if isJoined {
      guard let columns = fields["columns"].map({ readTexts($0, of: "`columns` of \(what)") }),
        let separator = input.required("join", in: fields, of: what)
          .flatMap({ readRaw($0, of: "`join` of \(what)") })
      else { return nil }
      source = .joined(
        columns.map { ColumnReference($0, trim: trim) }, separator: separator)
    } else {
      guard
        let column = input.required("column", in: fields, of: what)
          .flatMap({ input.text($0, of: "`column` of \(what)") })
      else { return nil }
      let split = fields["split"].flatMap { readRaw($0, of: "`split` of \(what)") }
      source = .column(ColumnReference(column, trim: trim), split: split)
    }
    return ValueRule(category: entry.key, source: source, origin: origin)
  }

  // MARK: Parts

  /// Notes keys that would not mean anything beside the others.
  mutating func refuse(_ keys: [String], _ fields: DocumentReader.Fields, of what: String) {
    for key in keys {
      guard let entry = fields.entry(key) else { continue }
      input.report(
        .keyNotApplicable, "\(what) has `\(key)`, which means nothing here",
        hint: "leave `\(key)` out", at: entry.position)
    }
  }

  /// `{column: NAME}`, with `trim` if it is wanted.
  mutating func readColumn(_ document: Document, of what: String) -> ColumnReference? {
    let fields = input.fields(document, of: what, keys: ["column", "trim"])
    guard case .mapping = document.value else { return nil }
    let trim = fields["trim"].flatMap { readFlag($0, of: "`trim` of \(what)") }
    return input.required("column", in: fields, of: what)
      .flatMap { input.text($0, of: "`column` of \(what)") }
      .map { ColumnReference($0, trim: trim) }
  }

  /// `{column: NAME}`, or an RFC 3339 time.
  mutating func readTime(_ document: Document, of what: String) -> RowTime? {
    guard case .text(let text) = document.value else {
      return readColumn(document, of: what).map { .column($0) }
    }
    if let time = Timestamp(text) { return .constant(time) }
    input.report(
      .dateInvalid, "\(what) is neither a column nor a time",
      hint: "write `{column: NAME}`, or a time as in `2026-11-01T09:00:00Z`",
      at: document.position)
    return nil
  }

  mutating func readFlag(_ document: Document, of what: String) -> Bool? {
    switch document.value {
    case .text("true"): return true
    case .text("false"): return false
    default:
      input.report(
        .valueInvalid, "\(what) is neither `true` nor `false`", hint: "write one of them",
        at: document.position)
      return nil
    }
  }

  /// A text of which every character counts, blanks too.
  mutating func readRaw(_ document: Document, of what: String) -> String? {
    if case .text(let text) = document.value, text.utf8.count <= 64 { return text }
    input.report(
      .textInvalid, "\(what) is not a text of at most 64 bytes", hint: "write it in quotes",
      at: document.position)
    return nil
  }

  mutating func readTexts(_ document: Document, of what: String) -> [String] {
    input.items(document, of: what).compactMap { input.text($0, of: "an item of \(what)") }
  }
}
