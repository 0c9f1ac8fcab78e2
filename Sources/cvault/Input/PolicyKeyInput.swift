import ConsentVault
import VaultLedger

/// A policy key as it is given: the key itself, or a file that holds one.
enum PolicyKeyInput {
  /// The one key.
  ///
  /// - Throws: `POLICY_KEY_INVALID` in the end, also for a file with several.
  static func read(_ word: String) throws -> VerifierKey {
    let keys = try VerifierKeys.read([word])
    return try VerifierKey(ofPolicies: keys.count == 1 ? keys[0] : "")
  }

  /// A key that comes into force, with the word of the one before if there is one.
  static func change(to word: String, endorsement: String? = nil) throws -> PolicyKeyChange {
    PolicyKeyChange(
      to: try read(word),
      endorsement: try endorsement.map {
        try InputFile.text($0, "the endorsement", limit: SignedNote.longest)
      })
  }
}
