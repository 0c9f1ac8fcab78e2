package import VaultModel

extension KeyChain {
  /// Makes the random key of a new subject, and its wrapped form of 66 bytes:
  /// `01 | alg | generation u32 | nonce 12 | ct 32 | tag 16`.
  ///
  /// - Throws: ``CryptoError/needsOwner`` without an owner's chain.
  package func makeSubjectKey(
    for subject: Identifier
  ) throws(CryptoError) -> (key: SubjectKey, wrapped: [UInt8]) {
    guard isOwner else { throw .needsOwner }
    guard let current = generations.wrap.writing else { throw .keyringDamaged }
    let wrapping = try wrappingKey(current.number)
    let key = SubjectKey(
      try KeyMaterial(SecretBytes.random(count: KeyMaterial.size)), vault: vault, subject: subject)
    let context = wrapContext(subject, generation: current.number)
    return (key, try key.wrapped(by: wrapping, generation: current.number, context: context))
  }

  /// Unwraps the key of a subject.
  ///
  /// - Throws: ``CryptoError/needsOwner``; ``CryptoError/authenticationFailed`` if it is another
  ///   subject's, another vault's, or was changed; ``CryptoError/malformed``.
  package func unwrapSubjectKey(
    _ wrapped: [UInt8], for subject: Identifier
  ) throws(CryptoError) -> SubjectKey {
    guard isOwner else { throw .needsOwner }
    let format = SealedFormat.wrappedKey
    let generation = try format.checkHeader(wrapped)
    guard wrapped.count == format.overhead + KeyMaterial.size else { throw .malformed }
    let secret = try format.open(
      wrapped, with: wrappingKey(generation),
      context: wrapContext(subject, generation: generation).bytes, home: .secureHeap)
    return SubjectKey(try KeyMaterial(secret), vault: vault, subject: subject)
  }

  /// The same key wrapped under the newest generation; nil if it is already.
  ///
  /// - Throws: As ``unwrapSubjectKey(_:for:)``.
  package func rewrapSubjectKey(
    _ wrapped: [UInt8], for subject: Identifier
  ) throws(CryptoError) -> [UInt8]? {
    guard isOwner else { throw .needsOwner }
    guard let newest = generations.wrap.writing else { throw .keyringDamaged }
    guard try Self.generation(ofWrapped: wrapped) != newest.number else { return nil }
    let key = try unwrapSubjectKey(wrapped, for: subject)
    return try key.wrapped(
      by: wrappingKey(newest.number), generation: newest.number,
      context: wrapContext(subject, generation: newest.number))
  }

  /// The generation under which a key was wrapped; not authenticated before it is unwrapped.
  package static func generation(ofWrapped wrapped: [UInt8]) throws(CryptoError) -> UInt32 {
    try SealedFormat.wrappedKey.checkHeader(wrapped)
  }

  private func wrapContext(_ subject: Identifier, generation: UInt32) -> FieldEncoder {
    var fields = FieldEncoder("cvault/v1/wrap")
    fields.append("subject")
    fields.append(vault)
    fields.append(subject)
    fields.append(generation)
    return fields
  }
}
