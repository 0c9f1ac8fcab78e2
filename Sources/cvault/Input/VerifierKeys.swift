/// Keys of logs as they are given: a key itself, or a file that holds some, such as one with what
/// `cvault ledger key` printed.
enum VerifierKeys {
  private static let largest = 1 << 20

  /// The texts of all keys.
  static func read(_ words: [String]) throws(CommandError) -> [String] {
    var keys: [String] = []
    for word in words {
      // A path that looks like a key can be given as ./path.
      guard !isKey(word) || word.hasPrefix("./") else {
        keys.append(word)
        continue
      }
      let text = try InputFile.text(word, "the key file", limit: largest)
      let words = text.split(whereSeparator: \.isWhitespace).map(String.init)
      let found = words.filter(isKey)
      // Where none is there, it is for the reader of keys to say so.
      keys += found.isEmpty ? [text] : found
    }
    return keys
  }

  /// Whether it can be one: a name, two plus signs, and base64 behind them.
  private static func isKey(_ word: String) -> Bool {
    word.split(separator: "+", maxSplits: 2).count == 3
  }
}
