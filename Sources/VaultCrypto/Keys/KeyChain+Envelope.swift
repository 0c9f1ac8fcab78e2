extension KeyChain {
  /// Seals the keys of a permission's categories under K_env of its purpose.
  ///
  /// `keys` names each covered leaf category once. `row` is the canonical encoding of the whole
  /// permission row; it is the additional data, so changing one field of the row keeps the envelope
  /// from opening.
  ///
  /// - Throws: ``CryptoError/needsOwner`` if this chain is for other purposes;
  ///   ``CryptoError/malformed`` if a category is named twice or with another epoch than its key's.
  package func sealEnvelope(
    purpose: String, keys: [(category: String, epoch: UInt32, key: CategoryKey)], row: [UInt8]
  ) throws(CryptoError) -> [UInt8] {
    let key = try envelopeKeys(purpose)[0]
    let plaintext = try Envelope.plaintext(keys)
    return try unsafe plaintext.withBytes { bytes throws(CryptoError) in
      try unsafe SealedFormat.record.seal(bytes, with: key, context: row)
    }
  }

  /// Opens a permission's envelope.
  ///
  /// - Throws: ``CryptoError/authenticationFailed`` if a bit of the envelope or of the row differs, or
  ///   if it is another purpose's; ``CryptoError/needsOwner`` if this chain is for other purposes.
  package func openEnvelope(
    _ sealed: [UInt8], purpose: String, row: [UInt8]
  ) throws(CryptoError) -> Envelope {
    try renewing { () throws(CryptoError) in
      try openKnown(sealed, purpose: purpose, row: row)
    }
  }

  private func openKnown(
    _ sealed: [UInt8], purpose: String, row: [UInt8]
  ) throws(CryptoError) -> Envelope {
    let keys = try envelopeKeys(purpose)
    for key in keys.dropLast() {
      do throws(CryptoError) {
        return try open(sealed, with: key, row: row)
      } catch {
        // Only while a rotation is under way is there a next one to try.
        guard error == .authenticationFailed else { throw error }
      }
    }
    return try open(sealed, with: keys[keys.count - 1], row: row)
  }

  /// The same envelope under the newest key of its purpose; nil if it is sealed under that already.
  ///
  /// - Throws: As ``openEnvelope(_:purpose:row:)``.
  package func resealEnvelope(
    _ sealed: [UInt8], purpose: String, row: [UInt8]
  ) throws(CryptoError) -> [UInt8]? {
    let keys = try envelopeKeys(purpose)
    for (index, key) in keys.enumerated() {
      do throws(CryptoError) {
        let plaintext = try SealedFormat.record.open(
          sealed, with: key, context: row, home: .secureHeap)
        guard index > 0 else { return nil }
        return try unsafe plaintext.withBytes { bytes throws(CryptoError) in
          try unsafe SealedFormat.record.seal(bytes, with: keys[0], context: row)
        }
      } catch { guard error == .authenticationFailed else { throw error } }
    }
    throw .authenticationFailed
  }

  private func open(
    _ sealed: [UInt8], with key: SealingKey, row: [UInt8]
  ) throws(CryptoError) -> Envelope {
    try Envelope(SealedFormat.record.open(sealed, with: key, context: row, home: .secureHeap))
  }
}
