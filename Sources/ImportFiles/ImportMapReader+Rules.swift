import VaultImport
import VaultModel
import VaultPolicy

/// The permissions that rows give.
extension ImportMapReader {
  mutating func readConsents(_ document: Document) -> [ConsentRule] {
    input.items(document, of: "`consents`").enumerated().compactMap { index, item in
      let path = "consents[\(index)]"
      note(path, at: item.position)
      return readConsent(item, path: path)
    }
  }

  private mutating func readConsent(_ item: Document, path: String) -> ConsentRule? {
    let what = "`\(path)`"
    let fields = input.fields(
      item, of: what,
      keys: [
        "purpose", "when", "notice", "method", "captured_at", "for", "until", "categories",
        "channels", "recipients", "operations", "origins",
      ])
    guard case .mapping = item.value else { return nil }
    note(fields, path: path)
    let purpose = readPurpose(fields, of: what)
    let when = input.required("when", in: fields, of: what)
      .flatMap { readCondition($0, of: "`when` of \(what)") }
    let notice = input.required("notice", in: fields, of: what)
      .flatMap { input.text($0, of: "`notice` of \(what)") }
    let method = input.required("method", in: fields, of: what)
      .flatMap { input.word($0, of: "`method` of \(what)", ConsentMethod.self) }
    let capturedAt = input.required("captured_at", in: fields, of: what)
      .flatMap { readTime($0, of: "`captured_at` of \(what)") }
    let end = readEnd(fields, of: what)
    let names = ["categories", "channels", "recipients"].map { key in
      fields[key].map { readTexts($0, of: "`\(key)` of \(what)") }
    }
    let operations = fields["operations"].map { document in
      input.items(document, of: "`operations` of \(what)").compactMap {
        input.word($0, of: "an item of `operations` of \(what)", Operation.self)
      }
    }
    let origins = fields["origins"].map { document in
      input.items(document, of: "`origins` of \(what)").compactMap {
        input.origin($0, of: "an item of `origins` of \(what)")
      }
    }
    guard let purpose, let when, let notice, let method, let capturedAt, let end else {
      return nil
    }
    return ConsentRule(
      purpose: purpose, when: when, notice: notice, method: method, capturedAt: capturedAt,
      end: end, categories: names[0], channels: names[1], recipients: names[2],
      operations: operations, origins: origins)
  }

  mutating func readGrounds(_ document: Document) -> [GroundRule] {
    input.items(document, of: "`grounds`").enumerated().compactMap { index, item in
      let path = "grounds[\(index)]"
      note(path, at: item.position)
      return readGround(item, path: path)
    }
  }

  private mutating func readGround(_ item: Document, path: String) -> GroundRule? {
    let what = "`\(path)`"
    let fields = input.fields(
      item, of: what, keys: ["purpose", "reference", "from", "for", "until"])
    guard case .mapping = item.value else { return nil }
    note(fields, path: path)
    let purpose = readPurpose(fields, of: what)
    let reference = input.required("reference", in: fields, of: what)
      .flatMap { readTextSource($0, of: "`reference` of \(what)") }
    let from = fields["from"].flatMap { readTime($0, of: "`from` of \(what)") }
    let end = readEnd(fields, of: what)
    guard let purpose, let reference, let end else { return nil }
    return GroundRule(purpose: purpose, reference: reference, from: from, end: end)
  }

  private mutating func note(_ fields: DocumentReader.Fields, path: String) {
    for entry in fields.entries { note("\(path).\(entry.key)", at: entry.position) }
  }

  private mutating func readPurpose(_ fields: DocumentReader.Fields, of what: String) -> String? {
    guard let document = input.required("purpose", in: fields, of: what),
      let purpose = input.text(document, of: "`purpose` of \(what)")
    else { return nil }
    if DottedName.isValid(purpose) { return purpose }
    input.report(
      .idInvalid, "`purpose` of \(what) is \(quoted(purpose)), which is not a purpose",
      hint: "write a purpose of the policy, such as `marketing.newsletter`",
      at: document.position)
    return nil
  }

  /// `always`, or which cells of a column mean yes and no.
  private mutating func readCondition(_ document: Document, of what: String) -> ConsentCondition? {
    if document.value == .text("always") { return .always }
    guard case .mapping = document.value else {
      input.report(
        .valueInvalid, "\(what) is neither `always` nor a column",
        hint: "write `always`, or `{column: NAME, yes: […], no: […]}`", at: document.position)
      return nil
    }
    let fields = input.fields(document, of: what, keys: ["column", "trim", "yes", "no"])
    let trim = fields["trim"].flatMap { readFlag($0, of: "`trim` of \(what)") }
    let column = input.required("column", in: fields, of: what)
      .flatMap { input.text($0, of: "`column` of \(what)") }
    let yes = input.required("yes", in: fields, of: what)
      .map { readTexts($0, of: "`yes` of \(what)") }
    let no = fields["no"].map { readTexts($0, of: "`no` of \(what)") } ?? []
    guard let column, let yes else { return nil }
    return .column(ColumnReference(column, trim: trim), yes: yes, no: no)
  }

  /// Exactly one of `for` and `until`.
  private mutating func readEnd(_ fields: DocumentReader.Fields, of what: String) -> EndRule? {
    switch (fields["for"], fields["until"]) {
    case (let document?, nil):
      return input.span(document, of: "`for` of \(what)").map { .lasting($0) }
    case (nil, let document?):
      return readTime(document, of: "`until` of \(what)").map { .until($0) }
    case (nil, nil):
      input.report(
        .keyMissing, "\(what) has no end", hint: "add `for` or `until`", at: fields.position)
    case (_?, _?):
      refuse(["until"], fields, of: what)
    }
    return nil
  }

  /// `{column: NAME}`, or a text for every row.
  private mutating func readTextSource(_ document: Document, of what: String) -> TextSource? {
    if case .mapping = document.value { return readColumn(document, of: what).map { .column($0) } }
    return input.text(document, of: what).map { .constant($0) }
  }
}
