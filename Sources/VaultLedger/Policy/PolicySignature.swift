/// What a vault keeps beside a version of its policy once it has a policy key.
package struct PolicySignature: Hashable, Sendable {
  /// The policy key in force with the version.
  package let key: VerifierKey
  /// The whole note, with the key's signature.
  package let note: String
  /// The note by which the key before endorsed this one; nil where the key did not change, and for a
  /// vault's first.
  package let endorsement: String?

  /// Puts the parts together; nothing is verified.
  package init(key: VerifierKey, note: String, endorsement: String?) {
    self.key = key
    self.note = note
    self.endorsement = endorsement
  }

  /// What the key signed.
  ///
  /// - Throws: ``NoteError``, also where the key did not sign it.
  package func statement() throws(NoteError) -> PolicyStatement {
    let note = try SignedNote(parsing: note)
    _ = try note.verified(by: [key])
    return try PolicyStatement(parsing: note.text)
  }
}
