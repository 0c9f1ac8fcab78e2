import VaultModel

/// The keys at the top of the file.
extension PolicyReader {
  struct Head {
    var name = ""
    var version = PolicyVersion.zero
    var controller = Controller(name: "", contact: "")
  }

  /// Whether the document is written in the one version of the language; no other rule can be applied
  /// to another one.
  mutating func readSchema(_ fields: DocumentReader.Fields) -> Bool {
    guard
      let document = input.required(
        "schema", in: fields, of: "the policy", example: "schema: \(Policy.schema)")
    else { return true }
    let known = Int64(Policy.schema)
    if document.value == (form == .source ? .text(String(known)) : .number(known)) { return true }
    input.report(
      .schemaUnsupported, "the schema is not one that this program reads",
      hint: "write `schema: \(known)`", at: document.position)
    return false
  }

  mutating func readHead(_ fields: DocumentReader.Fields) -> Head {
    var head = Head()
    if let document = input.required(
      "policy", in: fields, of: "the policy", example: "policy: NAME"),
      let name = readID(document, of: "the policy's name")
    {
      head.name = name
    }
    if let document = input.required(
      "version", in: fields, of: "the policy", example: "version: 2026.11.1")
    {
      readVersion(document, into: &head)
    }
    if let document = input.required(
      "controller", in: fields, of: "the policy",
      example: "controller: {name: …, contact: …}")
    {
      readController(document, into: &head)
    }
    if let document = fields["default"], document.value != .text("deny") {
      input.report(
        .defaultNotDeny, "`default` is not `deny`, the only value", hint: "write `default: deny`",
        at: document.position)
    }
    return head
  }

  private mutating func readVersion(_ document: Document, into head: inout Head) {
    guard let text = input.text(document, of: "the version") else { return }
    guard let version = PolicyVersion(text) else {
      input.report(
        .versionInvalid, "the version \(quoted(text)) is not numbers joined by dots",
        hint: "write it as in `2026.11.1`", at: document.position)
      return
    }
    head.version = version
  }

  private mutating func readController(_ document: Document, into head: inout Head) {
    let what = "the controller"
    let fields = input.fields(document, of: what, keys: PolicyKeys.controller)
    head.controller.name = requiredText("name", in: fields, of: what) ?? ""
    head.controller.contact = requiredText("contact", in: fields, of: what) ?? ""
  }

  /// The text of a key that must be there.
  mutating func requiredText(
    _ key: String, in fields: DocumentReader.Fields, of what: @autoclosure () -> String
  )
    -> String?
  {
    guard let document = input.required(key, in: fields, of: what()) else { return nil }
    return input.text(document, of: "`\(key)` of \(what())")
  }

  /// A name of well-formed segments.
  mutating func readID(_ document: Document, of what: @autoclosure () -> String) -> String? {
    guard let text = input.text(document, of: what()) else { return nil }
    return checkID(text, of: what(), at: document.position) ? text : nil
  }

  /// Whether `name` is well formed; a problem if not.
  mutating func checkID(
    _ name: String, of what: @autoclosure () -> String, at position: PolicyPlaces.Position
  ) -> Bool {
    // The cap keeps a name, with all above it, a small thing wherever it is stored.
    if DottedName.isValid(name), name.utf8.count <= Policy.longestName { return true }
    input.report(
      .idInvalid, "\(what()) is \(quoted(name)), which is not a name",
      hint: "write `a` to `z`, `0` to `9` and `-`, with dots between segments of at most "
        + "\(DottedName.longestSegment) bytes",
      at: position)
    return false
  }
}

extension Policy {
  /// The longest dotted name, in bytes.
  package static let longestName = 512
}
