import ConsentVault

/// The answers of changes: what changed, when it ends, and the command that undoes it.
enum ChangeAnswer {
  /// A permission that was made or renewed.
  ///
  /// - Parameters:
  ///   - consent: What it is now.
  ///   - subject: Whose it is, where that is known.
  ///   - sentence: What was done.
  ///   - undo: The words of the command that takes it back; `cvault` is put before them.
  /// - Returns: The answer in every format.
  static func permission(
    _ consent: Consent, of subject: String?, _ sentence: String, undo: [String]
  ) -> Answer {
    .change(
      consent.json(of: subject),
      [
        .sentence(sentence),
        .facts([
          .init("id", consent.id.description),
          .init("categories", consent.categories.joined(separator: " ")),
          .init("ends", LocalTime.text(consent.until)), .init("undo", command(undo)),
        ]),
      ])
  }

  /// A permission that was closed or is only asked for.
  static func closed(
    _ consent: Consent, of subject: String?, _ sentence: String, undo: [String]? = nil
  ) -> Answer {
    var facts: [TextBlock.Fact] = [.init("id", consent.id.description)]
    if let undo { facts.append(.init("undo", command(undo))) }
    return .change(consent.json(of: subject), [.sentence(sentence), .facts(facts)])
  }

  /// Any other change of a subject.
  static func subject(
    _ subject: String, changed: Bool, leaf: UInt64?, _ sentence: String, undo: [String]? = nil,
    more: [JSONValue.Member] = []
  ) -> Answer {
    let value: JSONValue = [
      "subject": .text(subject), "changed": .flag(changed), "leaf": .number(leaf),
    ]
    var blocks: [TextBlock] = [.sentence(changed ? sentence : "nothing changed: it was so already")]
    if changed, let undo { blocks.append(.facts([.init("undo", command(undo))])) }
    return .change(value.adding(more), blocks)
  }

  /// A withdrawal, a refusal or a revocation.
  static func revocation(
    _ revocation: Revocation, of subject: String, undo: [String]
  ) -> Answer {
    let scope = revocation.scope
    var members: [JSONValue.Member] = [.init("purpose", .text(revocation.purpose ?? "*"))]
    if let categories = scope.categories { members.append(.init("categories", .texts(categories))) }
    if !scope.recipients.isEmpty { members.append(.init("recipients", .texts(scope.recipients))) }
    if let channels = scope.channels { members.append(.init("channels", .texts(channels))) }
    let closed = revocation.closed
    let purpose = revocation.purpose ?? "every purpose"
    let records = "\(closed.count) \(closed.count == 1 ? "record" : "records") closed"
    let isDenial = revocation.denial != nil
    let sentence =
      switch (isDenial, closed.isEmpty) {
      case (true, _): "recorded the no to \(purpose): \(records)"
      case (false, false): "revoked for \(purpose): \(records)"
      case (false, true): "nothing changed: nothing was open for \(purpose)"
      }
    let holds: [TextBlock.Fact] =
      isDenial ? [.init("holds", "from now on, until the person says yes again")] : []
    return .change(
      [
        "subject": .text(subject), "scope": .object(members),
        "closed": .list(closed.map { .text($0.description) }),
        "denial": .described(revocation.denial), "leaf": .number(revocation.leaf),
      ],
      [
        .sentence(sentence),
        .facts(
          closed.map { .init("closed", $0.description) } + holds + [.init("undo", command(undo))]),
      ])
  }

  private static func command(_ words: [String]) -> String {
    (["cvault"] + words.map { $0 == "…" ? $0 : ShellWord.quoted($0) }).joined(separator: " ")
  }
}
