import VaultModel

/// The rules that nothing may meet.
extension PolicyReader {
  mutating func readNever(_ document: Document) {
    var ids: Set<String> = []
    for item in input.items(document, of: "`never`") {
      let before = input.problems.count
      let fields = input.fields(item, of: "a `never` rule", keys: PolicyKeys.never)
      guard case .mapping = item.value, let id = readRuleID(fields) else { continue }
      guard ids.insert(id).inserted else {
        input.report(
          .idTwice, "the `never` rule `\(id)` is declared twice", hint: "give it another id",
          at: item.position)
        continue
      }
      note("never.\(id)", at: item.position)
      let rule = readRule(id, fields)
      // A rule with a problem would seem to match more or less than it says.
      if input.problems.count == before { never.append(rule) }
    }
  }

  /// An id of letters of either case, digits and `-`; it stands in the code `NEVER:<id>`.
  private mutating func readRuleID(_ fields: DocumentReader.Fields) -> String? {
    guard let id = requiredText("id", in: fields, of: "a `never` rule") else { return nil }
    if DottedName.isSegment(id.utf8.map { (65...90).contains($0) ? $0 + 32 : $0 }) { return id }
    input.report(
      .idInvalid, "the id of a `never` rule is \(quoted(id))",
      hint: "write letters, digits and `-`, at most \(DottedName.longestSegment) bytes",
      at: fields["id"]?.position)
    return nil
  }

  private mutating func readRule(_ id: String, _ fields: DocumentReader.Fields) -> NeverRule {
    let what = "the `never` rule `\(id)`"
    var rule = NeverRule(id: id, say: requiredText("say", in: fields, of: what) ?? "")
    if PolicyKeys.dimensions.allSatisfy({ fields[$0] == nil }) {
      input.report(
        .neverEmpty, "\(what) names nothing, so it would stop everything",
        hint: "add \(listed(PolicyKeys.dimensions.dropLast())) or `actors`", at: fields.position)
    }
    func names(
      _ key: String, _ known: Set<String>, _ code: PolicyProblem.Code
    ) -> [String] {
      guard let document = fields[key] else { return [] }
      refuseEmpty(document, of: "`\(key)` of \(what)")
      return readNames(document, of: "`\(key)` of \(what)", among: known, code: code)
    }
    rule.purposes = names("purposes", declared.purposes, .purposeUndeclared)
    rule.categories = names("categories", declared.categories, .categoryUndeclared)
    rule.recipients = names("recipients", declared.recipients, .recipientUndeclared)
    rule.channels = names("channels", declared.channels, .channelUndeclared)
    rule.actors = names("actors", declared.actors, .actorUndeclared)
    if let document = fields["operations"] {
      rule.operations = readOperations(document, of: "`operations` of \(what)")
    }
    return rule
  }
}
