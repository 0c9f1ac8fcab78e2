/// The text shown when consent is asked for, word for word.
package struct Notice: Hashable, Sendable {
  /// The largest notice, in bytes.
  package static let largest = 1 << 20

  /// `[a-z0-9-]`, such as `marketing-newsletter`.
  package let id: String
  /// A language tag (BCP 47), such as `en` or `de-AT`.
  package let language: String
  /// Every byte of the file.
  package let text: String

  package init(id: String, language: String, text: String) {
    self.id = id
    self.language = language
    self.text = text
  }
}
