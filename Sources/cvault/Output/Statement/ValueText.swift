import VaultModel

/// A value's bytes as a statement writes them: text where they are UTF-8, base64 where they are not.
enum ValueText {
  /// What the encodings are called in files.
  enum Encoding: String {
    case text = "utf-8"
    case base64
  }

  /// The bytes to write, still without the escapes of the form, and how to read them.
  static func of<R>(
    _ span: RawSpan, _ body: (Span<UInt8>, Encoding) throws -> R
  ) throws -> R {
    try unsafe span.withUnsafeBytes { raw in
      let bytes = unsafe raw.assumingMemoryBound(to: UInt8.self).span
      // Read in place: the text of a value is never made into a String, which could not be wiped.
      guard isText(bytes) else {
        let digits = unsafe Array(Base64.string(raw).utf8)
        return try body(digits.span, .base64)
      }
      return try body(bytes, .text)
    }
  }

  /// Whether the bytes are UTF-8 (RFC 3629).
  private static func isText(_ bytes: Span<UInt8>) -> Bool {
    (try? UTF8Span(validating: bytes)) != nil
  }
}
