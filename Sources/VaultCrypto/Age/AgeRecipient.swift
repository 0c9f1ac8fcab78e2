/// An X25519 public key that an age file may be encrypted to: `age1…`.
package struct AgeRecipient: Hashable, Sendable {
  /// 32 bytes.
  let publicKey: [UInt8]

  private static let prefix = "age"

  init(publicKey: [UInt8]) { self.publicKey = publicKey }

  /// Reads the text that `age-keygen` prints, in lower case.
  ///
  /// - Throws: ``AgeError/recipient``, also for recipients of other kinds.
  package init(_ text: String) throws(AgeError) {
    var key = [UInt8](repeating: 0, count: X25519.size)
    let isRecipient = unsafe key.withUnsafeMutableBytes { output in
      unsafe Array(text.utf8).withUnsafeBytes { text in
        unsafe Bech32.decode(text, prefix: Self.prefix, into: output)
      }
    }
    guard isRecipient else { throw .recipient }
    publicKey = key
  }

  /// The text, 62 characters.
  package var text: String { Bech32.text(publicKey, prefix: Self.prefix) }
}
