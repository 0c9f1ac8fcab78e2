import ConsentVault
import VaultModel

extension Erasure {
  /// What was done, how far it has come, what was kept, and whom to tell.
  func answer(of subject: String, asked: Tier) -> Answer {
    var answer = ChangeAnswer.subject(
      subject, changed: changed, leaf: leaf, "erased; this cannot be undone", more: members)
    answer.blocks.append(.sentence(reach))
    answer.blocks.append(.facts(facts))
    if !kept.isEmpty {
      answer.blocks.append(.sentence("kept, because a contract, a law or a life needs it:"))
      answer.blocks.append(
        .table(
          Table(
            ["ID", "PURPOSE", "UNTIL"],
            kept.map { [$0.subject, $0.purpose, LocalTime.text($0.until)] })))
    }
    if !isFar(asked) { answer.exitCode = .partly }
    return answer
  }

  private func isFar(_ asked: Tier) -> Bool { tier == .disk || tier == asked }

  private var members: [JSONValue.Member] {
    [
      .init("scrubbed", .flag(tier != nil)), .init("tier", .text(tier?.rawValue ?? "pending")),
      .init("at", .described(time)), .init("requested_at", .described(requested)),
      .init("values", .number(values)), .init("permissions", .number(permissions)),
      .init("leaves_unlinked", .number(unlinked)),
      .init(
        "kept",
        .list(
          kept.map {
            [
              "ground": .described($0.ground), "subject": .text($0.subject),
              "purpose": .text($0.purpose), "until": .described($0.until),
            ]
          })),
      .init("recipients", .texts(recipients)), .init("horizon", .described(horizon)),
    ]
  }

  private var reach: String {
    switch tier {
    case nil:
      """
      not yet gone from the write-ahead log, because somebody is reading; the same command again, or \
      the next sweep, finishes it
      """
    case .logical: "tier a: the database and its log hold no key of the person any more"
    case .disk: "tier b: what freed blocks of the disk hold of the person opens for nobody"
    }
  }

  private var facts: [TextBlock.Fact] {
    [
      .init("leaf", "\(leaf)"), .init("erased", LocalTime.text(time)),
      .init("values", "\(values)"), .init("permissions", "\(permissions)"),
      .init("tell (Art. 19)", recipients.isEmpty ? "nobody" : recipients.joined(separator: ", ")),
      .init(
        "backups", horizon.map { "hold the key until \(LocalTime.text($0))" } ?? "none hold it"),
    ]
  }
}

extension SignedStatement {
  /// What a certificate of erasure tells, for people.
  var erasureFacts: TextBlock {
    let tiers = (json["dpv:hasTechnicalMeasure"]?.items ?? []).map { tier in
      let isReached = tier["dpv:hasActivityStatus"]?.text == "dpv:ActivityCompleted"
      let until = tier["dcat:endDate"]?.text.flatMap { Timestamp($0) }.map(LocalTime.text)
      return TextBlock.Fact(
        "tier \(tier["dct:identifier"]?.text ?? "")",
        isReached ? "reached" : until.map { "on \($0)" } ?? "not reached")
    }
    let extent = (json["extent"]?.members ?? []).map { member in
      TextBlock.Fact(member.key, member.value.number.map { "\($0)" } ?? "")
    }
    let erased = json["event"]?["time"]?.text.flatMap { Timestamp($0) }.map(LocalTime.text)
    return .facts([.init("erased", erased ?? "")] + tiers + extent)
  }
}
