/// The parameters of a statement, in PostgreSQL's binary form.
public struct Parameters: Sendable {
  private var bytes: [UInt8] = []
  private var ends: [Int] = []

  /// No parameter yet.
  public init() {}

  /// Adds a `text`.
  public func adding(_ text: String) -> Self { appending { $0 += text.utf8 } }

  /// Adds a `bytea`.
  public func adding(_ content: [UInt8]) -> Self { appending { $0 += content } }

  /// Adds an `integer`.
  public func adding(_ number: Int32) -> Self { appending { Self.append(number, to: &$0) } }

  /// Adds a `bigint`.
  public func adding(_ number: Int64) -> Self {
    appending {
      Self.append(Int32(truncatingIfNeeded: number >> 32), to: &$0)
      Self.append(Int32(truncatingIfNeeded: number), to: &$0)
    }
  }

  /// Adds a `text[]`.
  public func adding(_ texts: some Collection<String>) -> Self {
    appending { bytes in
      // Dimensions, no nulls, the type's oid, length, first index.
      for number in [1, 0, 25, Int32(texts.count), 1] { Self.append(number, to: &bytes) }
      for text in texts {
        Self.append(Int32(text.utf8.count), to: &bytes)
        bytes += text.utf8
      }
    }
  }

  /// Adds an `integer[]`.
  public func adding(_ numbers: [Int32]) -> Self {
    appending { bytes in
      for number in [1, 0, 23, Int32(numbers.count), 1] { Self.append(number, to: &bytes) }
      for number in numbers {
        Self.append(4, to: &bytes)
        Self.append(number, to: &bytes)
      }
    }
  }

  /// Adds a `bytea[]`.
  public func adding(_ contents: [[UInt8]]) -> Self {
    appending { bytes in
      for number in [1, 0, 17, Int32(contents.count), 1] { Self.append(number, to: &bytes) }
      for content in contents {
        Self.append(Int32(content.count), to: &bytes)
        bytes += content
      }
    }
  }

  private func appending(_ body: (inout [UInt8]) -> Void) -> Self {
    var copy = self
    body(&copy.bytes)
    copy.ends.append(copy.bytes.count)
    return copy
  }

  private static func append(_ number: Int32, to bytes: inout [UInt8]) {
    let bits = UInt32(bitPattern: number)
    for shift in [24, 16, 8, 0] as [UInt32] {
      bytes.append(UInt8(truncatingIfNeeded: bits >> shift))
    }
  }

  /// What libpq takes: where each value is, how long it is, and that it is binary.
  func withPointers<R>(
    _ body: (
      UnsafeBufferPointer<UnsafePointer<CChar>?>, UnsafeBufferPointer<Int32>,
      UnsafeBufferPointer<Int32>
    ) -> R
  ) -> R {
    unsafe bytes.withUnsafeBytes { buffer in
      var values: [UnsafePointer<CChar>?] = unsafe []
      var lengths: [Int32] = []
      var start = 0
      for end in ends {
        // A null would be SQL's null: an empty value has an address too.
        unsafe values.append(
          buffer.baseAddress.map { unsafe ($0 + start).assumingMemoryBound(to: CChar.self) })
        lengths.append(Int32(end - start))
        start = end
      }
      let formats = [Int32](repeating: 1, count: ends.count)
      return unsafe values.withUnsafeBufferPointer { values in
        unsafe lengths.withUnsafeBufferPointer { lengths in
          unsafe formats.withUnsafeBufferPointer { unsafe body(values, lengths, $0) }
        }
      }
    }
  }
}
