/// The part of an input that is in memory: at most one row and one chunk.
struct ByteWindow: ~Copyable {
  private let source: ByteSource
  /// The buffer; bytes outside `start..<end` mean nothing.
  private(set) var storage: [UInt8]
  // INVARIANT: 0 <= start <= end <= storage.count.
  /// The first byte that is not yet consumed.
  private(set) var start = 0
  /// One past the last byte read.
  private(set) var end = 0
  private var isExhausted = false

  init(_ source: consuming ByteSource) {
    // Two chunks: what is left of one, and the next behind it.
    storage = [UInt8](repeating: 0, count: 2 * source.chunk)
    self.source = source
  }

  /// How many bytes are read and not consumed.
  var count: Int { end - start }

  /// Drops the first `count` bytes.
  mutating func consume(_ count: Int) {
    precondition((0...self.count).contains(count), "more bytes consumed than there are")
    start += count
    if start == end {
      start = 0
      end = 0
    }
  }

  /// Reads another chunk behind the bytes that are there.
  ///
  /// - Returns: false at the end of the input.
  mutating func extend() throws(ImportFileError) -> Bool {
    guard !isExhausted else { return false }
    makeRoom()
    let read = try source.read(into: &storage, at: end)
    end += read
    isExhausted = read == 0
    return !isExhausted
  }

  /// Room for a chunk: first by moving the bytes to the front, then by doubling the buffer.
  ///
  /// Callers consume a row that grows past ``ImportLimits/row``, which bounds the doubling.
  private mutating func makeRoom() {
    guard storage.count - end < source.chunk else { return }
    if start > 0 {
      let (start, count) = (start, count)
      var bytes = storage.mutableSpan
      for index in 0..<count { bytes[index] = bytes[start + index] }
      self.start = 0
      end = count
    }
    if storage.count - end < source.chunk {
      storage += [UInt8](repeating: 0, count: storage.count)
    }
  }
}
