internal import Synchronization
package import VaultModel

/// The file of the anchor: two slots, written alternately, so that a torn write leaves the other.
package final class AnchorFile: Sendable {
  // The lock of the file belongs to the open file, not to a thread; the mutex keeps our threads apart.
  private let file: Mutex<SecureFile>

  private init(_ file: consuming SecureFile) { self.file = Mutex(file) }

  /// Opens the file; reads nothing yet.
  ///
  /// - Throws: ``KeyFileError/file(_:)`` with ``SecureFileError/missing`` if there is none.
  package static func open(_ path: String) throws(KeyFileError) -> AnchorFile {
    AnchorFile(
      try KeyFileError.inFile { () throws(SecureFileError) in
        try SecureFile.open(path, writable: true)
      })
  }

  /// Makes the file with its first anchor; never over another file.
  package static func create(
    _ path: String, ledgerSize: UInt64, root: Digest, time: Timestamp, chain: KeyChain
  ) throws(KeyFileError) -> AnchorFile {
    let first = Anchor(
      vault: chain.vault, sequence: 1, keyringGeneration: chain.keyringGeneration,
      ledgerSize: ledgerSize, root: root, time: time)
    let slot = try KeyFileError.inContent { () throws(CryptoError) in try first.encoded(chain) }
    let empty = [UInt8](repeating: 0, count: Anchor.slotSize)
    return AnchorFile(
      try KeyFileError.inFile { () throws(SecureFileError) in
        let file = try SecureFile.create(path)
        try file.write(slot + empty, at: 0)
        try file.synchronize()
        try SecureFile.synchronizeDirectory(of: path)
        return file
      })
  }

  /// The valid anchor with the highest sequence.
  ///
  /// - Throws: ``KeyFileError/content(_:)`` if neither slot is valid.
  package func read(_ chain: KeyChain) throws(KeyFileError) -> Anchor {
    try file.withLock { file throws(KeyFileError) in
      try Self.locked(file, exclusive: false) { file throws(KeyFileError) in
        try Self.best(file, chain).anchor
      }
    }
  }

  /// Moves the anchor forward: one pwrite and one fdatasync.
  ///
  /// Nothing in it is ever lowered; a ledger that another process anchored further on stays
  /// anchored there.
  ///
  /// `loweringTime` takes a time that is earlier: an owner has said that the clock had driven vault
  /// time into the future. `isFrom` says, before anything is moved, whether the ledger goes on from what the
  /// anchor says.
  ///
  /// - Returns: The anchor now in force.
  /// - Throws: ``KeyFileError/content(_:)`` with ``CryptoError/authenticationFailed`` if it does not, or the same
  ///   size was anchored with another root: the ledger has forked.
  @discardableResult
  package func advance(
    ledgerSize: UInt64, root: Digest, time: Timestamp, chain: KeyChain,
    loweringTime: Bool = false, isFrom: (Anchor) -> Bool = { _ in true }
  ) throws(KeyFileError) -> Anchor {
    try file.withLock { file throws(KeyFileError) in
      try Self.locked(file, exclusive: true) { file throws(KeyFileError) in
        let (old, slot) = try Self.best(file, chain)
        guard old.ledgerSize != ledgerSize || old.root == root, isFrom(old) else {
          throw .content(.authenticationFailed)
        }
        let isFurther = ledgerSize > old.ledgerSize
        let next = Anchor(
          vault: old.vault, sequence: old.sequence + 1,
          keyringGeneration: max(old.keyringGeneration, chain.keyringGeneration),
          ledgerSize: isFurther ? ledgerSize : old.ledgerSize,
          root: isFurther ? root : old.root,
          time: loweringTime ? time : max(old.time, time))
        let bytes = try KeyFileError.inContent { () throws(CryptoError) in
          try next.encoded(chain)
        }
        try KeyFileError.inFile { () throws(SecureFileError) in
          try file.write(bytes, at: (1 - slot) * Anchor.slotSize)
          try file.synchronize()
        }
        return next
      }
    }
  }

  private static func best(
    _ file: borrowing SecureFile, _ chain: KeyChain
  ) throws(KeyFileError) -> (anchor: Anchor, slot: Int) {
    let bytes: [UInt8]
    do throws(SecureFileError) {
      // One byte more than there may be, so that a longer file is seen.
      bytes = try file.read(at: 0, count: 2 * Anchor.slotSize + 1)
    } catch { throw .file(error) }
    guard bytes.count == 2 * Anchor.slotSize else { throw .content(.malformed) }
    var best: (anchor: Anchor, slot: Int)?
    var failure = CryptoError.malformed
    for slot in 0...1 {
      let range = slot * Anchor.slotSize..<(slot + 1) * Anchor.slotSize
      do throws(CryptoError) {
        let anchor = try Anchor(decoding: Array(bytes[range]), chain)
        // INVARIANT: sequence + 1 does not overflow in `advance`.
        guard anchor.sequence < .max else { continue }
        if anchor.sequence > best?.anchor.sequence ?? 0 { best = (anchor, slot) }
      } catch { if failure == .malformed { failure = error } }
    }
    guard let best else { throw .content(failure) }
    return best
  }

  private static func locked<R>(
    _ file: borrowing SecureFile, exclusive: Bool,
    _ body: (borrowing SecureFile) throws(KeyFileError) -> R
  ) throws(KeyFileError) -> R {
    do throws(SecureFileError) { try file.lock(exclusive: exclusive) } catch { throw .file(error) }
    let result: Result<R, KeyFileError>
    do throws(KeyFileError) { result = .success(try body(file)) } catch { result = .failure(error) }
    do throws(SecureFileError) { try file.unlock() } catch { throw .file(error) }
    return try result.get()
  }
}
