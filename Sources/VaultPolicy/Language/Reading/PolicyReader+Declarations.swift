import VaultModel

/// Categories, channels, recipients and actors.
extension PolicyReader {
  mutating func readDeclarations(_ fields: DocumentReader.Fields) {
    if let document = input.required(
      "categories", in: fields, of: "the policy",
      example: "categories: {contact: {email: E-mail address}}")
    {
      readCategories(document, under: nil)
    }
    if let document = fields["channels"] { readChannels(document) }
    if let document = fields["recipients"] { readRecipients(document) }
    if let document = input.required(
      "actors", in: fields, of: "the policy", example: "actors: {support-desk: Support agents}")
    {
      readActors(document)
    }
    declared.categories = Set(leaves.keys)
  }

  // MARK: Categories

  /// Reads one level of the tree, and returns the leaves below it.
  @discardableResult
  private mutating func readCategories(_ document: Document, under parent: String?) -> [String] {
    let what = parent.map { "the category `\($0)`" } ?? "`categories`"
    var found: [String] = []
    for entry in input.entries(document, of: what) {
      guard DottedName.isSegment(entry.key.utf8) else {
        input.report(
          .idInvalid, "\(what) holds \(quoted(entry.key)), which is not one segment of a name",
          hint: "write `a` to `z`, `0` to `9` and `-`, and one level of the tree for each dot",
          at: entry.position)
        continue
      }
      let name = parent.map { "\($0).\(entry.key)" } ?? entry.key
      note("categories.\(name)", at: entry.position)
      found += readCategory(entry, name: name)
    }
    return found
  }

  /// Reads one node, and returns the leaves at or below it.
  private mutating func readCategory(_ entry: Document.Entry, name: String) -> [String] {
    let what = "the category `\(name)`"
    guard case .mapping(let children) = entry.value.value else {
      let title = input.text(entry.value, of: "the title of \(what)")
      return addLeaf(CategoryDefinition(name: name, title: title))
    }
    // INVARIANT: `title` and `sensitivity` are words of the language, never names of categories.
    if children.contains(where: { PolicyKeys.category.contains($0.key) }) {
      return addLeaf(readLeaf(entry, name: name, what: what))
    }
    let below = readCategories(entry.value, under: name)
    if children.isEmpty {
      input.report(
        .categoryEmpty, "\(what) has no title and nothing under it", hint: "write `\(name): TITLE`",
        at: entry.position)
    }
    categories.append(CategoryDefinition(name: name, isLeaf: false))
    leaves[name] = below
    return below
  }

  private mutating func readLeaf(_ entry: Document.Entry, name: String, what: String)
    -> CategoryDefinition
  {
    let fields = input.fields(
      entry.value, of: what, keys: PolicyKeys.category, at: entry.position)
    var leaf = CategoryDefinition(name: name)
    leaf.title = requiredText("title", in: fields, of: what)
    if let document = fields["sensitivity"],
      let sensitivity = input.word(document, of: "the sensitivity of \(what)", Sensitivity.self)
    {
      leaf.sensitivity = sensitivity
    }
    return leaf
  }

  private mutating func addLeaf(_ leaf: CategoryDefinition) -> [String] {
    categories.append(leaf)
    leaves[leaf.name] = [leaf.name]
    return [leaf.name]
  }

  // MARK: Channels, recipients, actors

  private mutating func readChannels(_ document: Document) {
    for item in input.items(document, of: "`channels`") {
      guard let name = readID(item, of: "a channel") else { continue }
      guard declared.channels.insert(name).inserted else {
        input.report(
          .idTwice, "the channel `\(name)` is declared twice", hint: "keep one of them",
          at: item.position)
        continue
      }
      channels.append(name)
      note("channels.\(name)", at: item.position)
    }
  }

  private mutating func readRecipients(_ document: Document) {
    for entry in input.entries(document, of: "`recipients`") {
      let what = "the recipient \(quoted(entry.key))"
      guard checkID(entry.key, of: "a recipient", at: entry.position) else { continue }
      guard entry.key != "self" else {
        input.report(
          .idReserved, "`self` is built in and cannot be declared", hint: "leave it out",
          at: entry.position)
        continue
      }
      let fields = input.fields(
        entry.value, of: what, keys: PolicyKeys.recipient, at: entry.position)
      var recipient = RecipientDefinition(name: entry.key, title: "", role: .thirdParty)
      recipient.title = requiredText("title", in: fields, of: what) ?? ""
      if let document = input.required("role", in: fields, of: what, example: "role: processor"),
        let role = input.word(
          document, of: "the role of \(what)", RecipientDefinition.Role.self)
      {
        recipient.role = role
      }
      recipients.append(recipient)
      declared.recipients.insert(entry.key)
      note("recipients.\(entry.key)", at: entry.position)
    }
  }

  private mutating func readActors(_ document: Document) {
    for entry in input.entries(document, of: "`actors`") {
      guard checkID(entry.key, of: "an actor", at: entry.position) else { continue }
      let title = input.text(entry.value, of: "the title of the actor `\(entry.key)`")
      actors.append(ActorDefinition(name: entry.key, title: title ?? ""))
      declared.actors.insert(entry.key)
      note("actors.\(entry.key)", at: entry.position)
    }
  }
}
