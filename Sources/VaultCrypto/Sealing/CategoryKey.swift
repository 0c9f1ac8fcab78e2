/// CK: seals the values of one category of one subject, for one epoch.
package struct CategoryKey: Sendable {
  /// The longest value, in bytes: 1 MiB.
  package static let longestValue = SealedFormat.value.longest

  /// The epoch of the category.
  ///
  /// Closing a permission raises it, so that a key kept from before opens
  /// nothing that is stored later.
  package let epoch: UInt32

  let key: SealingKey

  init(_ material: KeyMaterial, epoch: UInt32) {
    key = SealingKey(material)
    self.epoch = epoch
  }

  /// Where the key lies, if it is masked.
  package var memory: MemoryPlace { key.material.memory }

  /// The same key outside the secure heap, masked: to be kept with the rows of its subject.
  package func masked() throws(CryptoError) -> CategoryKey {
    CategoryKey(try key.material.masking(), epoch: epoch)
  }

  /// The epoch under which a value was sealed, so that its key can be found; not authenticated before
  /// the value is opened.
  package static func epoch(ofSealed sealed: [UInt8]) throws(CryptoError) -> UInt32 {
    try SealedFormat.value.checkHeader(sealed)
  }

  /// Seals a value: `01 | alg | epoch u32 | nonce 12 | ciphertext(padded) | tag 16`.
  ///
  /// - Throws: ``CryptoError/tooLarge`` above 1 MiB or for a name above 65,535 bytes.
  package func seal(
    _ value: UnsafeRawBufferPointer, for place: ValuePlace
  ) throws(CryptoError) -> [UInt8] {
    try unsafe SealedFormat.value.seal(value, number: epoch, with: key, context: place.context)
  }

  /// Seals a value that is in an array; wiping the array is the caller's.
  package func seal(_ value: [UInt8], for place: ValuePlace) throws(CryptoError) -> [UInt8] {
    try SealedFormat.value.seal(value, number: epoch, with: key, context: place.context.bytes)
  }

  /// Seals a value that is secret bytes.
  package func seal(
    _ value: borrowing SecretBytes, for place: ValuePlace
  ) throws(CryptoError) -> [UInt8] {
    try unsafe value.withBytes { bytes throws(CryptoError) in try unsafe seal(bytes, for: place) }
  }

  /// Opens a value, into memory that is wiped at its end.
  ///
  /// - Throws: ``CryptoError/authenticationFailed`` if a bit, the epoch, the key or any field of the
  ///   place differs; ``CryptoError/malformed``; ``CryptoError/newerFormat``.
  package func open(_ sealed: [UInt8], at place: ValuePlace) throws(CryptoError) -> SecretBytes {
    try open(sealed, under: place.encoded)
  }

  /// The same at a place that was encoded before (``ValuePlace/encoded``).
  package func open(_ sealed: [UInt8], under place: [UInt8]) throws(CryptoError) -> SecretBytes {
    guard try SealedFormat.value.checkHeader(sealed) == epoch else { throw .authenticationFailed }
    return try SealedFormat.value.open(sealed, with: key, context: place, home: .wipedMemory)
  }
}
