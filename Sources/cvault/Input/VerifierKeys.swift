/// Keys of logs as they are given: a key itself, or a file with one in each line.
enum VerifierKeys {
  private static let largest = 1 << 20

  /// The texts of all keys.
  static func read(_ words: [String]) throws(CommandError) -> [String] {
    var keys: [String] = []
    for word in words {
      // A key has two plus signs and base64 behind them; a path that looks like one can be given as ./path.
      guard word.split(separator: "+", maxSplits: 2).count < 3 || word.hasPrefix("./") else {
        keys.append(word)
        continue
      }
      let text = try InputFile.text(word, "the key file", limit: largest)
      keys += text.split(whereSeparator: \.isNewline).map(String.init)
    }
    return keys
  }
}
