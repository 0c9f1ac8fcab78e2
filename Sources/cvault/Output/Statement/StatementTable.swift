/// Tables of a statement's page.
enum StatementTable {
  /// The head, in a frame that scrolls by itself where the page is narrow.
  static func opening(_ columns: [String]) -> HTML {
    """
    <div class="wide" tabindex="0"><table><thead><tr>\
    \(columns.map { "<th scope=\"col\">\($0)</th>" as HTML })\
    </tr></thead><tbody>

    """
  }

  static let closing: HTML = "</tbody></table></div>\n"

  /// A whole table, or a sentence where it has no rows.
  static func of(_ columns: [String], _ rows: [[HTML]], else empty: String) -> HTML {
    guard !rows.isEmpty else { return nothing(empty) }
    let lines: [HTML] = rows.map { "<tr>\($0.map { "<td>\($0)</td>" as HTML })</tr>\n" }
    return "\(opening(columns))\(lines)\(closing)"
  }

  /// What stands where there is nothing to show.
  static func nothing(_ sentence: String) -> HTML { "<p class=\"none\">\(sentence)</p>\n" }
}
