import VaultCrypto
package import VaultLedger
package import VaultPolicy

// The signer's work in the door's words: for whoever signs policies, who needs no vault.
extension PolicySigner {
  /// Makes a new key in a new file.
  ///
  /// - Throws: ``VaultError`` `POLICY_KEY_NAME_INVALID`, `FILE_EXISTS`, `FILE_MISSING`.
  package static func make(named name: String, at path: String) throws(VaultError) -> PolicySigner {
    try atTheDoor {
      do {
        let signer = try PolicySigner(newNamed: name)
        try signer.write(to: path)
        return signer
      } catch NoteError.malformedKey {
        throw VaultError(
          .usage, "POLICY_KEY_NAME_INVALID", "a policy key cannot have this name",
          hint: "use ASCII letters without spaces and plus signs, such as example.com/policy")
      } catch let error as KeyFileError {
        throw VaultError(unwritable: path, error)
      }
    }
  }

  /// Reads a key file.
  ///
  /// - Throws: ``VaultError`` `SIGNING_KEY_INVALID`, `FILE_MISSING`, `FILE_UNSAFE`.
  package static func read(_ path: String) throws(VaultError) -> PolicySigner {
    try atTheDoor {
      do {
        return try PolicySigner(readingFile: path)
      } catch KeyFileError.file(let error) {
        throw error
      } catch {
        throw VaultError(
          .key, "SIGNING_KEY_INVALID", "the file holds no private policy key",
          hint: "name the file that `cvault policy key new` wrote")
      }
    }
  }

  /// Signs a policy with its notices.
  ///
  /// - Returns: the whole note, which belongs beside the policy.
  package func sign(_ policy: PolicySource) throws(VaultError) -> String {
    try note(of: policy.statement.text)
  }

  /// Lets another key take this one's place in every vault that has it.
  ///
  /// - Returns: the whole note.
  package func endorse(_ new: VerifierKey) throws(VaultError) -> String {
    try note(of: PolicyKeyEndorsement(of: new, by: verifier).text)
  }

  private func note(of text: String) throws(VaultError) -> String {
    try atTheDoor { SignedNote(text: text, signatures: [try sign(text)]).encoded }
  }
}
