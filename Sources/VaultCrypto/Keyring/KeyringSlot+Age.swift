extension KeyringSlot {
  /// The secret in the attachment of an age slot; nil if it is for other identities.
  func attachedSecret(
    _ identity: borrowing AgeIdentity
  ) throws(CryptoError) -> SecretBytes? {
    let attachment = try AgeAttachment(decoding: attachment)
    do throws(AgeError) { return try attachment.secret(identity) } catch {
      switch error {
      case .crypto(let error) where error != .malformed: throw error
      default: throw .keyringDamaged
      }
    }
  }

  /// Whom the secret of an age slot is encrypted to; empty in others.
  package var recipients: [AgeRecipient] {
    // INVARIANT: a slot of this kind was read or made with a whole attachment.
    kind == .age ? (try? AgeAttachment(decoding: attachment))?.recipients ?? [] : []
  }

  /// The age file of an age slot; nil in others.
  package var ageFile: [UInt8]? {
    kind == .age ? (try? AgeAttachment(decoding: attachment))?.file : nil
  }
}
