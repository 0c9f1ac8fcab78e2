/// A command and its arguments, as the bytes that are sent.
public struct Command: Sendable {
  private var bytes: [UInt8] = []
  private var ends: [Int] = []

  /// A command of words, such as `SADD`, a key and a member.
  public init(_ words: String...) {
    for word in words { add(word) }
  }

  /// Adds a word.
  public mutating func add(_ word: String) {
    bytes += word.utf8
    ends.append(bytes.count)
  }

  /// Adds bytes.
  public mutating func add(_ content: [UInt8]) {
    bytes += content
    ends.append(bytes.count)
  }

  func withPointers<R>(
    _ body: (UnsafeBufferPointer<UnsafePointer<CChar>?>, UnsafeBufferPointer<Int>) -> R
  ) -> R {
    unsafe bytes.withUnsafeBytes { buffer in
      var words: [UnsafePointer<CChar>?] = unsafe []
      var lengths: [Int] = []
      unsafe words.reserveCapacity(ends.count)
      lengths.reserveCapacity(ends.count)
      var start = 0
      for end in ends {
        unsafe words.append(
          buffer.baseAddress.map { unsafe ($0 + start).assumingMemoryBound(to: CChar.self) })
        lengths.append(end - start)
        start = end
      }
      return unsafe words.withUnsafeBufferPointer { words in
        unsafe lengths.withUnsafeBufferPointer { unsafe body(words, $0) }
      }
    }
  }
}
