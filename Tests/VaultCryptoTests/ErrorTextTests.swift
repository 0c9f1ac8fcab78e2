import Testing
import VaultCrypto

@Suite struct ErrorTextTests {
  private static let crypto: [CryptoError] = [
    .authenticationFailed, .wrongKey, .keyringDamaged, .newerFormat, .malformed,
    .emptyPassphrase, .tooLarge, .needsOwner, .unavailable("HMAC-SHA-256"),
  ]
  private static let file: [SecureFileError] = [
    .missing, .exists, .notARegularFile, .openToOthers, .foreignOwner, .system("open", 13),
  ]

  @Test func everyErrorIsOneSentenceWithAHint() {
    let texts =
      Self.crypto.map { ($0.description, $0.hint) } + Self.file.map { ($0.description, $0.hint) }
    for (description, hint) in texts {
      for text in [description, hint] {
        #expect(!text.isEmpty && !text.contains("\n") && !text.hasSuffix("."))
      }
      #expect(description.first?.isLowercase == true || description.hasPrefix("HMAC"))
    }
    #expect(Set(texts.map(\.0)).count == texts.count)
  }

  @Test func aKeyFilesErrorSpeaksForItsCause() {
    for error in Self.crypto {
      #expect(KeyFileError.content(error).description == error.description)
      #expect(KeyFileError.content(error).hint == error.hint)
    }
    for error in Self.file {
      #expect(KeyFileError.file(error).description == error.description)
      #expect(KeyFileError.file(error).hint == error.hint)
    }
  }
}
