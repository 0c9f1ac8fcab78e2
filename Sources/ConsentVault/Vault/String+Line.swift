extension String {
  /// Whether it fits into one line of so many bytes of UTF-8: it holds no control character.
  func isLine(within bytes: Int) -> Bool {
    utf8.count <= bytes
      && !unicodeScalars.contains { $0.properties.generalCategory == .control }
  }
}
