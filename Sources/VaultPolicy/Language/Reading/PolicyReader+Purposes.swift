import VaultModel

/// Purposes and their groups.
extension PolicyReader {
  mutating func readPurposes(_ document: Document) {
    let entries = input.entries(document, of: "`purposes`")
    for entry in entries where checkID(entry.key, of: "a purpose", at: entry.position) {
      declared.purposes.insert(entry.key)
      if case .mapping(let below) = entry.value.value, below.contains(where: { $0.key == "group" })
      {
        readGroup(entry)
      } else {
        readPurpose(entry)
      }
    }
  }

  private mutating func readGroup(_ entry: Document.Entry) {
    let name = entry.key
    note("groups.\(name)", at: entry.position)
    var title: String?
    for field in input.entries(entry.value, of: "the group `\(name)`") {
      switch field.key {
      case "title": title = input.text(field.value, of: "the title of the group `\(name)`")
      case "group":
        guard field.value.value == (form == .source ? .text("true") : .flag(true)) else {
          input.report(
            .valueInvalid, "`group` of `\(name)` is not `true`",
            hint: "write `group: true`, or leave it out if `\(name)` is a purpose",
            at: field.value.position)
          continue
        }
      default:
        input.report(
          .groupHasKeys,
          "the group `\(name)` has \(quoted(field.key)), but a group has nothing but `title`",
          hint: "move it to a purpose under `\(name)`", at: field.position)
      }
    }
    groups.append(PurposeGroup(name: name, title: title ?? name))
  }

  private mutating func readPurpose(_ entry: Document.Entry) {
    let what = "the purpose `\(entry.key)`"
    let fields = input.fields(
      entry.value, of: what, keys: PolicyKeys.purpose, at: entry.position)
    note(fields, of: entry)
    // Nothing is known of a purpose that is no mapping, and that was said.
    guard case .mapping = entry.value.value else { return }
    var purpose = PurposeDefinition(
      name: entry.key, title: "", benefit: "", basis: .consent, categories: [], actors: [])
    purpose.title = requiredText("title", in: fields, of: what) ?? ""
    purpose.benefit = readBenefit(fields, of: what)
    readReach(fields, of: what, into: &purpose)
    readBasis(fields, of: what, into: &purpose)
    readTerms(fields, of: what, into: &purpose)
    purposes.append(purpose)
  }

  private mutating func note(_ fields: DocumentReader.Fields, of entry: Document.Entry) {
    note("purposes.\(entry.key)", at: entry.position)
    for field in fields.entries {
      note("purposes.\(entry.key).\(field.key)", at: field.position)
    }
  }

  private mutating func readBenefit(
    _ fields: DocumentReader.Fields, of what: @autoclosure () -> String
  ) -> String {
    guard let document = fields["benefit"], document.value != .text("") else {
      input.report(
        .benefitMissing, "\(what()) does not say what the subject gets out of it",
        hint: "add `benefit: …`, one sentence to the subject",
        at: fields["benefit"]?.position ?? fields.position)
      return ""
    }
    return input.text(document, of: "`benefit` of \(what())") ?? ""
  }

  /// What the purpose may touch.
  private mutating func readReach(
    _ fields: DocumentReader.Fields, of what: @autoclosure () -> String,
    into purpose: inout PurposeDefinition
  ) {
    purpose.categories = readCategories(fields, of: what())
    purpose.actors = readActors(fields, of: what())
    if let document = fields["recipients"] {
      let named = readNames(
        document, of: "`recipients` of \(what())", among: declared.recipients,
        code: .recipientUndeclared)
      purpose.recipients = (named.contains("self") ? named : named + ["self"]).inOrder
    }
    if let document = fields["channels"] {
      purpose.channels = readNames(
        document, of: "`channels` of \(what())", among: declared.channels, code: .channelUndeclared)
    }
    if let document = fields["operations"] {
      purpose.operations = readOperations(document, of: "`operations` of \(what())")
    }
    if purpose.recipients != ["self"] { purpose.operations.insert(.share) }
    if let document = fields["origins"] {
      purpose.origins = readOrigins(document, of: "`origins` of \(what())")
    }
  }

  private mutating func readCategories(
    _ fields: DocumentReader.Fields, of what: @autoclosure () -> String
  ) -> [String] {
    guard let document = fields["categories"], document.value != .list([]) else {
      input.report(
        .purposeWithoutCategory, "\(what()) has no category",
        hint: "list at least one under `categories`",
        at: fields["categories"]?.position ?? fields.position)
      return []
    }
    let nodes = readNames(
      document, of: "`categories` of \(what())", among: declared.categories,
      code: .categoryUndeclared
    )
    return nodes.flatMap { leaves[$0] ?? [] }.inOrder
  }

  private mutating func readActors(
    _ fields: DocumentReader.Fields, of what: @autoclosure () -> String
  ) -> [String] {
    guard let document = fields["actors"], document.value != .list([]) else {
      input.report(
        .purposeWithoutActor, "\(what()) has no actor", hint: "list at least one under `actors`",
        at: fields["actors"]?.position ?? fields.position)
      return []
    }
    return readNames(
      document, of: "`actors` of \(what())", among: declared.actors, code: .actorUndeclared)
  }
}
