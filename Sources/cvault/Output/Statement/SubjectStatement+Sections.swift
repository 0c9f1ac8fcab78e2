import ConsentVault
import VaultModel

// The page of a statement behind its values.
extension SubjectStatement {
  /// Each section, the first one closing that of the values.
  var sections: [HTML] {
    [
      "</section>\n", permissionSection, denialSection, useSection, refusalSection, requestSection,
      eventSection, rightsSection,
    ]
  }

  private var permissionSection: HTML {
    let cards: [HTML] = (consents + grounds).map { card($0) }
    let none = cards.isEmpty ? StatementTable.nothing("There is no permission.") : ""
    return """
      <section id="permissions"><h2>What your data may be used for</h2>
      <p>Without one of these permissions nobody can read your data: its keys lie in them.</p>
      \(none)\(cards)</section>

      """
  }

  private func card(_ permission: Consent) -> HTML {
    let purpose = names.purposes[permission.purpose]
    let isLive = isInForce(permission)
    let events: [HTML] = permission.events.map {
      "<li>\(StatementWords.moment($0.time)): \($0.name) <small>by \($0.actor)</small></li>"
    }
    let benefit: HTML = purpose.map { "<p>\($0.benefit)</p>" } ?? ""
    let basis = purpose.map { "It rests on \(StatementWords.basis($0.basis))." } ?? ""
    return """
      <article id="p-\(permission.id.description)" class="\(isLive ? "live" : "over")">
      <h3>\(purposeTitle(permission.purpose)) <span class="state">\(stopped.contains(permission.id) ? "Stopped" : StatementWords.state(permission))</span></h3>
      \(benefit)<p>\(basis) \(span(permission))</p>
      <dl><dt>Data</dt><dd>\(list(permission.categories, names.categories))</dd>
      <dt>May go to</dt><dd>\(list(permission.recipients, names.recipients))</dd>\
      \(entry("May contact you by", permission.channels))\
      \(entry("May also be", permission.operations.compactMap(StatementWords.operation)))\(proof(permission))</dl>
      <details><summary>What happened to it</summary><ul>\(events)</ul></details>
      </article>

      """
  }

  private func span(_ permission: Consent) -> HTML {
    guard permission.from < permission.until else { return "" }
    return """
      From \(StatementWords.date(permission.from)) until \(StatementWords.date(permission.until)).
      """
  }

  private func proof(_ permission: Consent) -> HTML {
    let notice: HTML =
      permission.notice.map { "<dt>You were shown</dt><dd>\($0.id), in \($0.language)</dd>" }
      ?? ""
    let method: HTML =
      permission.method.map { "<dt>You said it by</dt><dd>\($0.rawValue)</dd>" } ?? ""
    return "\(notice)\(method)"
  }

  private func entry(_ name: String, _ words: [String]) -> HTML {
    words.isEmpty ? "" : "<dt>\(name)</dt><dd>\(words.joined(separator: ", "))</dd>"
  }

  private func list(_ all: [String], _ titles: [String: String]) -> String {
    all.map { titles[$0] ?? $0 }.joined(separator: ", ")
  }

  private var denialSection: HTML {
    guard !denials.isEmpty else { return "" }
    let rows: [[HTML]] = denials.map { denial in
      let scope = [denial.categories, denial.channels, denial.recipients]
        .compactMap { $0?.joined(separator: ", ") }.joined(separator: "; ")
      return [
        StatementWords.moment(denial.eventTime),
        "\(denial.purpose.map(purposeTitle) ?? "everything")",
        "\(scope.isEmpty ? "all of it" : scope)",
      ]
    }
    return """
      <section id="denials"><h2>What you said no to</h2>
      <p>It holds until you say yes again.</p>
      \(StatementTable.of(["When", "To what", "Which part"], rows, else: ""))</section>

      """
  }

  private var useSection: HTML {
    let rows: [[HTML]] = uses.filter(\.isPermitted).map { use in
      what(use) + [
        "\(names.recipients[use.recipient] ?? use.recipient)<small>\(StatementWords.manner(use))</small>",
        HTML(use.permissions.map { link($0) }),
      ]
    }
    return """
      <section id="uses"><h2>Who used your data</h2>
      \(StatementTable.of(["When", "Who", "What for", "Which data", "Given to", "Allowed by"], rows,
        else: "Nobody has used your data."))</section>

      """
  }

  private var refusalSection: HTML {
    let rows: [[HTML]] = uses.filter { !$0.isPermitted }.map { use in
      what(use) + [
        HTML(
          use.reasons.map {
            "<span class=\"item\">\(ReasonText.message($0)) <small>\($0)</small></span>" as HTML
          })
      ]
    }
    return """
      <section id="refused"><h2>Who asked and was refused</h2>
      \(StatementTable.of(["When", "Who", "What for", "Which data", "Why not"], rows,
        else: "Nobody asked in vain."))</section>

      """
  }

  private func what(_ use: StatedUse) -> [HTML] {
    [
      StatementWords.moment(use.time), "\(names.actors[use.actor] ?? use.actor)",
      "\(purposeTitle(use.purpose))",
      HTML(
        use.categories.map { "<span class=\"item\">\(names.categories[$0] ?? $0)</span>" as HTML }),
    ]
  }

  private func link(_ permission: Identifier) -> HTML {
    let known = (consents + grounds).first { $0.id == permission }
    let title = known.map { purposeTitle($0.purpose) } ?? "a permission"
    return "<a class=\"item\" href=\"#p-\(permission.description)\">\(title)</a>"
  }

  private var requestSection: HTML {
    let rows: [[HTML]] = requests.map { entry in
      let request = entry.request
      let told: HTML = entry.refusalReason.map { "<small>\($0)</small>" } ?? ""
      return [
        StatementWords.date(request.received),
        "\(request.kind.name) (GDPR Art. \(request.kind.article))",
        "\(request.state.name)\(told)",
        request.closed.map { StatementWords.date($0) } ?? "due \(StatementWords.date(request.due))",
      ]
    }
    return """
      <section id="requests"><h2>Your requests</h2>
      \(StatementTable.of(["Received", "Right", "State", "Answered"], rows,
        else: "You have made no request."))</section>

      """
  }

  private var eventSection: HTML {
    let rows: [[HTML]] = events.map { event in
      [
        "\(event.leaf)", StatementWords.moment(event.time), "\(event.name)", "\(event.actor)",
        "\([event.purpose.isEmpty ? "" : event.purpose == "*" ? "everything" : purposeTitle(event.purpose), list(event.categories, names.categories)].filter { !$0.isEmpty }.joined(separator: ": "))",
      ]
    }
    return """
      <section id="events"><h2>What else was recorded</h2>
      <p>Whatever is stored, corrected or decided about you is an entry of a ledger that cannot be changed \
      unnoticed. Old versions of your data are not kept: what was corrected is gone.</p>
      \(StatementTable.of(["Entry", "When", "What", "By", "About"], rows, else: "Nothing."))</section>

      """
  }

  private var rightsSection: HTML {
    let rights: [HTML] = RightsText.all.map {
      "<li><strong>\($0.title)</strong> \($0.text) <small>\($0.article)</small></li>"
    }
    return """
      <section id="rights"><h2>Your rights, and how to use them</h2>
      <p class="contact"><strong>\(controller.name)</strong><br>\(controller.contact)</p>
      <p>\(RightsText.answer)</p>
      <ul class="rights">\(rights)</ul></section>

      """
  }

  /// What follows the last section.
  var closing: HTML {
    """
    </main>
    <footer><p>Entry \(leaf) of the ledger records that this statement was made, on \
    \(StatementWords.moment(madeAt)), under the policy \(policy.name) \(policy.version). Times are \
    those of UTC.</p></footer>
    </body>
    </html>

    """
  }
}
