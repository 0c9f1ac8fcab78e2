internal import CVaultCrypto

/// Where something lies that will be read soon, so that the processor can be asked for it ahead.
///
/// Whoever reads objects all over the memory one after the other waits for each; asked for together, the
/// waits overlap. A number and no pointer: nobody reads through it, and asking for memory that was given
/// back since does no harm.
package struct MemoryPlace: Sendable {
  private let address: UInt
  private let count: Int

  /// The first `count` bytes of an object, its header among them.
  package init(of object: AnyObject, count: Int) {
    address = unsafe UInt(bitPattern: Unmanaged.passUnretained(object).toOpaque())
    self.count = count
  }

  /// The elements of an array, at most 1 KiB of them, and what it says of itself before them.
  package init<Element>(of array: [Element]) {
    let header = 32
    address =
      unsafe array.withUnsafeBufferPointer { UInt(bitPattern: $0.baseAddress) } &- UInt(header)
    count = header + min(array.count * MemoryLayout<Element>.stride, 1024)
  }

  /// Asks for it, and waits for nothing.
  package func prefetch() { cvc_prefetch(address, count) }
}
