/// Markup in which every text that is put in is escaped: what stands in a literal is markup, what is
/// interpolated is text.
///
/// So a value can never become markup (OWASP, cross-site scripting prevention, rule 1).
struct HTML: Hashable, Sendable, ExpressibleByStringInterpolation {
  /// The text of the markup.
  let text: String

  private init(verbatim text: String) { self.text = text }

  init(stringLiteral value: String) { text = value }

  init(stringInterpolation: Interpolation) { text = stringInterpolation.text }

  /// One after the other.
  init(_ parts: some Sequence<HTML>) { self.init(verbatim: parts.map(\.text).joined()) }

  struct Interpolation: StringInterpolationProtocol {
    fileprivate var text = ""

    init(literalCapacity: Int, interpolationCount: Int) { text.reserveCapacity(literalCapacity) }

    mutating func appendLiteral(_ literal: String) { text += literal }

    /// Text, escaped.
    mutating func appendInterpolation(_ plain: String) {
      for byte in plain.utf8 where HTML.escape(byte) != nil {
        text += String(decoding: plain.utf8.flatMap { HTML.escape($0) ?? [$0] }, as: UTF8.self)
        return
      }
      text += plain
    }

    /// A number.
    mutating func appendInterpolation(_ number: some BinaryInteger) { text += String(number) }

    /// Markup in markup.
    mutating func appendInterpolation(_ html: HTML) { text += html.text }

    /// Markup in markup, one after the other.
    mutating func appendInterpolation(_ parts: [HTML]) { for part in parts { text += part.text } }
  }

  /// How a byte of UTF-8 text is written as text or in a quoted attribute; nil if it stands for itself.
  ///
  /// Controls that HTML has no place for (HTML Standard, 13.2.3.5) become U+FFFD. Marks that turn the
  /// direction of what follows are shut in by `bdi`, which is put around every value.
  static func escape(_ byte: UInt8) -> [UInt8]? {
    switch byte {
    case UInt8(ascii: "&"): Array("&amp;".utf8)
    case UInt8(ascii: "<"): Array("&lt;".utf8)
    case UInt8(ascii: ">"): Array("&gt;".utf8)
    case UInt8(ascii: "\""): Array("&quot;".utf8)
    case UInt8(ascii: "'"): Array("&#39;".utf8)
    case 9, 10: nil
    case 0..<32, 127: Array("\u{FFFD}".utf8)
    default: nil
    }
  }
}
