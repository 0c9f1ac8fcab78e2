import PolicyTools
import VaultModel
import VaultPolicy

/// Permissions and denials that tests assume.
extension TestReader {
  private static let scoped: [TestDimension] = [
    .categories, .recipients, .channels, .operations, .origins,
  ]
  private static let deniable: [TestDimension] = [.categories, .channels, .recipients]
  private static let closings: KeyValuePairs<String, PermissionState> = [
    "revoked": .revoked, "invalidated": .invalidated, "closed": .closed,
  ]

  mutating func readGrants(_ document: Document) {
    for entry in input.entries(document, of: "`grants`") {
      if var grant = readGrant(entry.value, of: "the grant \(quoted(entry.key))") {
        grant.name = entry.key
        grants[entry.key] = grant
      }
    }
  }

  /// The grants of a case: names, or grants written out.
  mutating func readGrants(_ document: Document, of what: String) -> [TestGrant] {
    oneOrMore(document).compactMap { item in
      guard case .text(let name) = item.value else {
        return readGrant(item, of: "the grant of \(what)")
      }
      if let grant = grants[name] { return grant }
      // One that has problems of its own has been told already.
      guard !input.problems.contains(where: { $0.message.contains("the grant \(quoted(name))") })
      else { return nil }
      let hint = input.suggestion(for: name, among: grants.keys)
      input.report(
        .valueInvalid, "`grant` of \(what) is \(quoted(name)), which is not one of `grants`",
        hint: hint ?? "write it under `grants`", at: item.position)
      return nil
    }
  }

  private mutating func readGrant(_ document: Document, of what: String) -> TestGrant? {
    let fields = input.fields(document, of: what, keys: TestKeys.grant)
    guard case .mapping = document.value else { return nil }
    let purpose = input.required("purpose", in: fields, of: what).flatMap {
      name($0, of: "`purpose` of \(what)", among: .purpose)
    }
    let kind = readKind(fields, of: what)
    var from = time ?? .earliest
    if let document = fields["from"] {
      from = readTime(document, of: "`from` of \(what)") ?? from
    } else if time == nil {
      input.report(
        .keyMissing, "\(what) has no `from`, and the file has no `at`", hint: "add `from`",
        at: fields.position)
    }
    let end = readEnd(fields, isGround: kind == .ground, of: what)
    let scope = readScope(fields, Self.scoped, of: what)
    guard let purpose, let kind else { return nil }
    var grant = TestGrant(kind, for: purpose, scope: scope, from: from, end: end)
    for (key, state) in Self.closings {
      guard let document = fields[key] else { continue }
      if let time = readTime(document, of: "`\(key)` of \(what)") {
        grant.closing = TestGrant.Closing(state, at: time)
      }
    }
    return grant
  }

  /// A consent has a method, a ground a reference.
  private mutating func readKind(
    _ fields: DocumentReader.Fields, of what: String
  ) -> TestGrant.Kind? {
    switch (fields["method"], fields["reference"]) {
    case (let method?, nil):
      let notice = fields["notice"].flatMap {
        name($0, of: "`notice` of \(what)", among: .notice)
      }
      return input.word(method, of: "`method` of \(what)", ConsentMethod.self)
        .map { .consent($0, notice: notice) }
    case (nil, let reference?):
      guard input.text(reference, of: "`reference` of \(what)") != nil else { return nil }
      return .ground
    default:
      input.report(
        .keyMissing, "\(what) has not exactly one of `method` and `reference`",
        hint: "write `method` for a consent, `reference` for a ground", at: fields.position)
      return nil
    }
  }

  private mutating func readEnd(
    _ fields: DocumentReader.Fields, isGround: Bool, of what: String
  ) -> TestGrant.End {
    switch (fields["for"], fields["until"]) {
    case (let span?, nil):
      return input.span(span, of: "`for` of \(what)").map { .after($0) } ?? .longest
    case (nil, let end?): return readTime(end, of: "`until` of \(what)").map { .at($0) } ?? .longest
    case (nil, nil):
      if isGround {
        input.report(
          .keyMissing, "\(what) has no end, and a ground needs one",
          hint: "add `for: 730d` or `until`", at: fields.position)
      }
      return .longest
    default:
      input.report(
        .keyNotApplicable, "\(what) has both `for` and `until`", hint: "keep one of them",
        at: fields.position)
      return .longest
    }
  }

  /// Denials: one or a list.
  mutating func readDenials(
    _ document: Document, _ word: Denial.Word, of what: String
  ) -> [TestDenial] {
    oneOrMore(document).compactMap { item in
      let fields = input.fields(
        item, of: what, keys: TestKeys.denial)
      guard case .mapping = item.value else { return nil }
      let scope = readScope(fields, Self.deniable, of: what)
      let time = input.required("at", in: fields, of: what).flatMap {
        readTime($0, of: "`at` of \(what)")
      }
      guard let document = input.required("purpose", in: fields, of: what) else { return nil }
      let isEvery = document.value == .text("*")
      let purpose =
        isEvery ? nil : name(document, of: "`purpose` of \(what)", among: .node)
      guard let time, isEvery || purpose != nil else { return nil }
      return TestDenial(word, of: purpose, scope: scope, at: time)
    }
  }
}
