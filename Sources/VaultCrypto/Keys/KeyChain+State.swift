package import VaultModel

extension KeyChain {
  /// Seals a subject's state record under K_state, bound to vault, tag and subject.
  package func sealState(
    _ plaintext: [UInt8], tag: Identifier, subject: Identifier
  ) throws(CryptoError) -> [UInt8] {
    try SealedFormat.record.seal(
      plaintext, with: SealingKey(liveRoots()[0].state),
      context: stateContext(tag, subject).bytes)
  }

  /// Opens a subject's state record.
  ///
  /// - Throws: ``CryptoError/authenticationFailed`` if a bit, the tag or the subject differs.
  package func openState(
    _ sealed: [UInt8], tag: Identifier, subject: Identifier
  ) throws(CryptoError) -> [UInt8] {
    let context = try stateContext(tag, subject).bytes
    do throws(CryptoError) {
      return try SealedFormat.record.openBytes(sealed, with: stateKey, context: context)
    } catch {
      // The record may be sealed under a root that is being taken into use: no lock before this.
      guard error == .authenticationFailed else { throw error }
    }
    return try renewing { () throws(CryptoError) in
      guard let pending = try pendingState() else { throw .authenticationFailed }
      return try SealedFormat.record.openBytes(sealed, with: pending, context: context)
    }
  }

  /// The same record under the root that a rotation leads to; nil if there is none, or if it is sealed
  /// under that already.
  ///
  /// - Throws: As ``openState(_:tag:subject:)``.
  package func resealState(
    _ sealed: [UInt8], tag: Identifier, subject: Identifier
  ) throws(CryptoError) -> [UInt8]? {
    guard let pending = try pendingState() else { return nil }
    let context = try stateContext(tag, subject).bytes
    do throws(CryptoError) {
      var plaintext = try SealedFormat.record.openBytes(sealed, with: pending, context: context)
      plaintext.wipe()
      return nil
    } catch { guard error == .authenticationFailed else { throw error } }
    var plaintext = try SealedFormat.record.openBytes(sealed, with: stateKey, context: context)
    defer { plaintext.wipe() }
    return try SealedFormat.record.seal(plaintext, with: pending, context: context)
  }

  private func pendingState() throws(CryptoError) -> SealingKey? {
    let now = generations
    guard isOwner, let pending = now.pendingRoot else { return nil }
    return SealingKey(try keys(ofRoot: pending, in: now).state)
  }

  private func stateContext(_ tag: Identifier, _ subject: Identifier) -> FieldEncoder {
    var fields = FieldEncoder("cvault/v1/state")
    fields.append(vault)
    fields.append(tag)
    fields.append(subject)
    return fields
  }
}
