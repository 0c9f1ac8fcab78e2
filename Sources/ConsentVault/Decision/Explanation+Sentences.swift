import VaultPolicy

extension Explanation {
  /// The explanation for people: one sentence each, without a full stop.
  ///
  /// - Parameter text: how a time is written; RFC 3339 unless told otherwise.
  /// - Returns: the answer first, then its reasons or what it rests on, then what changes it.
  public func sentences(
    writing text: (Timestamp) -> String = { $0.description }
  ) -> [String] {
    let isPermit = decision.verdict == .permit
    var sentences = ["\(asked(isPermit ? "may" : "may not"))"]
    if let title, let benefit { sentences.append("the purpose is: \(title). \(benefit)") }
    if isPermit {
      sentences += records.filter { !$0.covers.isEmpty }.map { $0.rest(text) }
      sentences += decision.withheld.map { withheld($0) }
      if !decision.obligations.isEmpty {
        sentences.append("whoever uses it owes: \(decision.obligations.joined(separator: " "))")
      }
    } else {
      sentences += decision.reasons.map(reason)
      sentences += records.map { $0.history(text) }
      sentences += denials.map { $0.sentence(text) }
    }
    if let contact = contact(text) { sentences.append(contact) }
    if let end = end(text) { sentences.append(end) }
    return sentences
  }

  private func asked(_ verb: String) -> String {
    let categories = request.categories.joined(separator: ", ")
    let recipient = request.recipient == "self" ? "" : ", given to \(request.recipient)"
    let channel = request.channel.map { ", by \($0)" } ?? ""
    let share = request.operation == "use" ? "use" : "use (\(request.operation))"
    return
      "\(request.actor) \(verb) \(share) \(categories) for \(request.purpose)\(recipient)\(channel)"
  }

  private func reason(_ reason: Decision.Reason) -> String {
    let concerned = concerned[reason.code].map { " for \($0.joined(separator: ", "))" } ?? ""
    let place = reason.place.map { " (\($0))" } ?? ""
    let hint = ReasonText.hint(reason.code).map { "; what to do: \($0)" } ?? ""
    return "\(reason.code)\(concerned): \(message(reason.code))\(place)\(hint)"
  }

  private func withheld(_ withheld: Decision.Withheld) -> String {
    let place = decision.reasons.first { $0.code == withheld.code }?.place.map { " (\($0))" } ?? ""
    return """
      \(withheld.category) is withheld, \(withheld.code): \(message(withheld.code))\(place)
      """
  }

  /// What the code says; of a `never` rule, what the rule itself says.
  private func message(_ code: String) -> String {
    rules[code].map { "\(ReasonText.message(code)): \($0)" } ?? ReasonText.message(code)
  }

  private func contact(_ text: (Timestamp) -> String) -> String? {
    if isNeverContactable {
      return
        "the contact rules allow no contact at all as things stand"
    }
    guard let nextContact else { return nil }
    guard nextContact > decision.time else { return "the contact rules allow a contact now" }
    let time = nextContactLocal.map { "\($0) (\(nextContact))" } ?? text(nextContact)
    return "the contact rules allow the next contact from \(time)"
  }

  private func end(_ text: (Timestamp) -> String) -> String? {
    guard let turn else {
      // Nothing may be said about somebody else's record, not even that time does not matter.
      guard title != nil else { return nil }
      return "time alone does not change the answer"
    }
    guard turn.verdict == .deny else {
      return "if nobody says anything else, it is permitted from \(text(turn.time))"
    }
    let why = turn.codes.map { "\($0), \(ReasonText.message($0))" }.joined(separator: "; ")
    return "what ends it next, on \(text(turn.time)): \(why)"
  }
}

extension Explanation.Record {
  private var name: String {
    "the \(consent.kind == .consent ? "consent" : "ground") \(consent.id)"
  }

  private func origin(_ text: (Timestamp) -> String) -> String {
    let method = consent.method.map { " by \($0.rawValue)" } ?? ""
    let notice = consent.notice.map { " on the notice \($0.id).\($0.language)" } ?? ""
    let verb = consent.kind == .consent ? "given" : "recorded"
    return "\(verb)\(method)\(notice) on \(text(given))"
  }

  fileprivate func rest(_ text: (Timestamp) -> String) -> String {
    """
    \(covers.joined(separator: ", ")) \(covers.count == 1 ? "rests" : "rest") on \(name), \(origin(text)), in force from \
    \(text(consent.from)) until \(text(consent.until))
    """
  }

  fileprivate func history(_ text: (Timestamp) -> String) -> String {
    let categories = consent.categories.joined(separator: ", ")
    let state =
      switch consent.state {
      case PermissionState.refused.name: "it was refused on \(text(changed))"
      case PermissionState.unproven.name: "it was imported without proof, and opens nothing"
      case PermissionState.given.name:
        "it is in force from \(text(consent.from)) until \(text(consent.until))"
      default: "it is \(consent.state) since \(text(changed))"
      }
    // What was refused was never given.
    let isRefused = consent.state == PermissionState.refused.name
    let what = isRefused ? "" : " for \(categories), \(origin(text))"
    return "on record: \(name)\(what); \(state)"
  }
}

extension SubjectReport.Denial {
  fileprivate func sentence(_ text: (Timestamp) -> String) -> String {
    let scope = [
      "purpose \(purpose ?? "*")", categories.map { "categories \($0.joined(separator: ", "))" },
      channels.map { "channels \($0.joined(separator: ", "))" },
      recipients.map { "recipients \($0.joined(separator: ", "))" },
    ].compactMap(\.self).joined(separator: "; ")
    let recorded = recordedTime == eventTime ? "" : ", recorded on \(text(recordedTime))"
    return "the person's no of \(text(eventTime))\(recorded) (\(word)) stands against it: \(scope)"
  }
}
