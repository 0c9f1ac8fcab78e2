import Testing
import VaultModel

@testable import VaultCrypto

@Suite struct AgeKeyTests {
  private func identity(_ text: String) throws(any Error) -> AgeIdentity {
    try AgeIdentity(text: SecretBytes(copying: text.utf8))
  }

  @Test func aRecipientIsSpelledAsAgeKeygenDoes() throws {
    for file in [AgeVectors.identities, AgeVectors.second] {
      let recipient = try AgeFileTests.recipient(file)
      #expect(file.contains("# public key: \(recipient.text)\n"))
      #expect(recipient.text.count == 62)
      let own = try unsafe identity(file).first { secret throws(AgeError) in
        try AgeError.inCrypto { () throws(CryptoError) in
          AgeRecipient(publicKey: try unsafe X25519.publicKey(of: secret))
        }
      }
      #expect(own == recipient)
    }
  }

  @Test func aRecipientWithAnyOtherLetterIsRefused() throws {
    let text = try AgeFileTests.recipient(AgeVectors.identities).text
    for index in text.indices {
      for letter in "qpb1 " where letter != text[index] {
        var other = text
        other.replaceSubrange(index...index, with: String(letter))
        #expect(throws: AgeError.recipient) { try AgeRecipient(other) }
      }
    }
    for other in [
      "", "age1", text.uppercased(), " " + text, text + "\n", String(text.dropLast()), text + "q",
      "ssh-ed25519 AAAA", "age1pq" + text.dropFirst(4), text.replacing("age", with: "Age"),
    ] {
      #expect(throws: AgeError.recipient) { try AgeRecipient(other) }
    }
  }

  @Test func bech32HoldsTheCasesOfBIP173() {
    // "Test vectors": valid strings whose data are whole bytes, or none.
    #expect(Bech32.text([], prefix: "a") == "a12uel5l")
    #expect(
      Bech32.text(
        [],
        prefix:
          "an83characterlonghumanreadablepartthatcontainsthenumber1andtheexcludedcharactersbio")
        == "an83characterlonghumanreadablepartthatcontainsthenumber1andtheexcludedcharactersbio1tt5tgs"
    )
    let data = hex("00443214c74254b635cf84653a56d7c675be77df")
    #expect(Bech32.text(data, prefix: "abcdef") == "abcdef1qpzry9x8gf2tvdw0s3jn54khce6mua7lmqqqxw")
  }

  @Test func anIdentityFileHasCommentsAndBlankLines() throws {
    let line = try #require(AgeVectors.identities.split(separator: "\n").last)
    _ = try identity(String(line))
    _ = try identity("\n# a comment\n\n\(line)\n#\n\n")
    _ = try identity(String(repeating: "\(line)\n", count: 16))
  }

  @Test func anythingElseIsNoIdentityFile() throws {
    let line = String(try #require(AgeVectors.identities.split(separator: "\n").last))
    for text in [
      "", "\n", "# a comment\n", "\(line)\r\n", " \(line)\n", "\(line) \n", line.lowercased(),
      String(line.dropLast()), line + "Q", "\(line)\nmore\n",
      "AGE-PLUGIN-YUBIKEY-1QQPQV92ZZGQ", "-----BEGIN AGE ENCRYPTED FILE-----\n",
      String(repeating: "\(line)\n", count: 17),
    ] {
      #expect(throws: AgeError.identity) {
        _ = try AgeIdentity(text: SecretBytes(copying: text.utf8))
      }
    }
    for index in line.indices {
      var other = line
      other.replaceSubrange(index...index, with: line[index] == "Q" ? "P" : "Q")
      #expect(throws: AgeError.identity) {
        _ = try AgeIdentity(text: SecretBytes(copying: other.utf8))
      }
    }
  }

  @Test func anIdentityFileThatOthersMayReadIsRefused() throws {
    let directory = try TemporaryDirectory()
    let path = "\(directory)/a.key"
    #expect(throws: AgeError.file(.missing)) { _ = try AgeIdentity.read(path) }
    overwrite(path, Array(AgeVectors.identities.utf8), mode: 0o640)
    #expect(throws: AgeError.file(.openToOthers)) { _ = try AgeIdentity.read(path) }
    overwrite(path, Array(AgeVectors.identities.utf8))
    _ = try AgeIdentity.read(path)
    overwrite(path, [UInt8](repeating: 0x23, count: (16 << 10) + 1))
    #expect(throws: AgeError.identity) { _ = try AgeIdentity.read(path) }
  }
}
