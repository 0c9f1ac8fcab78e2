import ConsentVault
import VaultModel

// The page of a statement around its values: what comes before them, and one row each.
extension SubjectStatement {
  /// From the first byte to the heading of the values.
  var opening: HTML {
    """
    \(HTML.beginning(title: "Your data at \(controller.name)", style: StatementStyle.sheet))<body>
    <header>
    <p class="from">\(controller.name)</p>
    <h1>What we hold about you</h1>
    <p class="lead">This is all the data that we store about <bdi>\(subject)</bdi>, why we may, and who \
    used it. Made on \(StatementWords.moment(madeAt)).</p>
    \(restriction)\(summary)
    </header>
    <main>
    <nav aria-label="Contents"><a href="#data">Your data</a> <a href="#permissions">Permissions</a> \
    <a href="#uses">Uses</a> <a href="#refused">Refused</a> <a href="#requests">Requests</a> \
    <a href="#events">Record</a> <a href="#rights">Your rights</a></nav>
    <section id="data"><h2>Your data</h2>

    """
  }

  private var restriction: HTML {
    guard let restrictedSince else { return "" }
    return """
      <p class="notice">Your data is restricted since \(StatementWords.date(restrictedSince)): it is kept, \
      and used only with a consent that you gave after that (GDPR Art. 18).</p>
      """
  }

  private var summary: HTML {
    let live = (consents + grounds).count { isInForce($0) }
    let used = uses.count(where: \.isPermitted)
    let tiles: [(Int, String)] = [
      (values.count, values.count == 1 ? "value stored" : "values stored"),
      (live, live == 1 ? "permission in force" : "permissions in force"),
      (used, used == 1 ? "use of your data" : "uses of your data"),
      (uses.count - used, "refused"),
    ]
    let items: [HTML] = tiles.map { "<li><strong>\($0)</strong> \($1)</li>" }
    return "<ul class=\"tiles\">\(items)</ul>"
  }

  /// A value's row up to its bytes.
  func beginning(of value: StatedValue) -> HTML {
    let key: HTML = value.key.isEmpty ? "" : "<small>no. <bdi>\(value.key)</bdi></small>"
    return "<tr><th scope=\"row\">\(title(of: value.category))\(key)</th><td class=\"value\">"
  }

  /// A value's row from its bytes on.
  func end(of value: StatedValue) -> HTML {
    let uses: HTML =
      value.isInRetention
      ? "<em>not used any more</em>"
      : "\(value.purposes.map { "<span class=\"item\">\(purposeTitle($0))</span>" as HTML })"
    let until: HTML =
      value.keptUntil.map { StatementWords.date($0) } ?? "<em>it is about to be erased</em>"
    let retained: HTML =
      value.isInRetention && !value.retainedFor.isEmpty
      ? "<small>kept after the end of: \(value.retainedFor.map(purposeTitle).joined(separator: ", "))</small>"
      : ""
    return """
      \(corrections(of: value))</td><td>\(StatementWords.origin(value.origin))\
      <small>\(StatementWords.date(value.collectedAt))</small></td><td>\(uses)</td>\
      <td>\(until)\(retained)</td></tr>

      """
  }

  /// That a value was corrected, and when; never what it was.
  private func corrections(of value: StatedValue) -> HTML {
    let corrected = value.versions.filter(\.isRectification).filter { $0.number > 0 }
    guard let last = corrected.last else { return "" }
    let times = corrected.count == 1 ? "once" : "\(corrected.count) times"
    return "<small>corrected \(times), last on \(StatementWords.date(last.time))</small>"
  }

  /// What people call a purpose, or a group of purposes.
  func purposeTitle(_ name: String) -> String {
    names.purposes[name]?.title ?? names.groups[name] ?? name
  }

  /// Whether a permission opens anything now.
  func isInForce(_ permission: Consent) -> Bool {
    permission.state == "given" && !stopped.contains(permission.id)
  }
}
