/// Why an age file, a recipient or an identity cannot be used; never says which key or what is inside.
package enum AgeError: Error, Hashable, Sendable {
  /// The file does not begin as an age file does; an armored one does not either.
  case notAge
  /// An age file of another version.
  case newerFormat
  /// A stanza or the footer is not spelled as the format demands.
  case header
  /// The share of a stanza is a point of low order: its key would be one that everybody knows.
  case lowOrder
  /// No stanza opens with these identities.
  case anotherRecipient
  /// The header is not the one that the file was made with.
  case headerCode
  /// The payload was changed, cut short or made longer.
  case payload
  /// Longer than 16 KiB, or with too many recipients.
  case tooLarge
  /// A text that is no X25519 recipient.
  case recipient
  /// A text that is no list of X25519 identities.
  case identity
  /// The file of identities cannot be opened or read.
  case file(SecureFileError)
  /// libcrypto or the kernel failed.
  case crypto(CryptoError)
}

extension AgeError: CustomStringConvertible {
  /// One sentence for people.
  package var description: String {
    switch self {
    case .notAge: "this is not a binary age file"
    case .newerFormat: "the age file has a version that this program does not know"
    case .header: "the header of the age file is badly built"
    case .lowOrder: "a stanza of the age file has a share of low order"
    case .anotherRecipient: "the age file is for other identities"
    case .headerCode: "the header of the age file was changed"
    case .payload: "the payload of the age file was changed or cut short"
    case .tooLarge: "the age file is too large or has too many recipients"
    case .recipient: "this is no X25519 recipient of age"
    case .identity: "this is no file of X25519 identities of age"
    case .file(let error): error.description
    case .crypto(let error): error.description
    }
  }

  /// What to do next.
  package var hint: String {
    switch self {
    case .notAge, .newerFormat, .header, .lowOrder, .headerCode, .payload:
      "restore the file `keyring` from your newest copy of the vault's directory"
    case .anotherRecipient: "give the file with the identity that the slot was made for"
    case .tooLarge: "name at most \(AgeFile.mostRecipients) recipients"
    case .recipient: "a recipient is one word that begins with age1, as age-keygen prints it"
    case .identity:
      "give a file as age-keygen writes it: comments, and lines that begin with AGE-SECRET-KEY-1"
    case .file(let error): error.hint
    case .crypto(let error): error.hint
    }
  }

  /// Runs `body` and takes its error for one of the primitives.
  static func inCrypto<R: ~Copyable>(
    _ body: () throws(CryptoError) -> R
  ) throws(AgeError) -> R {
    do throws(CryptoError) { return try body() } catch { throw .crypto(error) }
  }
}
