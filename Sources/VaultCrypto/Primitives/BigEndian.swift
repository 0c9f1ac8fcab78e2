extension Array<UInt8> {
  /// Appends the bytes of `number`, the highest first.
  @inlinable package mutating func append(
    bigEndian number: some FixedWidthInteger & UnsignedInteger
  ) {
    unsafe Swift.withUnsafeBytes(of: number.bigEndian) { unsafe append(contentsOf: $0) }
  }

  /// The bytes of `number`, the highest first.
  @inlinable package init(bigEndian number: some FixedWidthInteger & UnsignedInteger) {
    self.init()
    append(bigEndian: number)
  }
}
