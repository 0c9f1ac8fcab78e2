import Testing
import VaultModel

@testable import VaultCrypto

@Suite struct AgeFileTests {
  private let file =
    Base64.bytes(
      AgeVectors.file.filter { $0 != "\n" }) ?? []

  private func identity(_ text: String = AgeVectors.identities) throws -> AgeIdentity {
    try AgeIdentity(text: SecretBytes(copying: text.utf8))
  }

  private func opened(_ file: [UInt8]) throws -> [UInt8] {
    try AgeFile.decrypt(file, with: identity()).array
  }

  /// The vector with one piece of its header in another spelling.
  private func edited(_ old: String, _ new: String) throws -> [UInt8] {
    let pattern = Array(old.utf8)
    let start = try #require(
      file.indices.first { file[$0...].starts(with: pattern) }, "the vector has the piece")
    var copy = file
    copy.replaceSubrange(start..<start + pattern.count, with: Array(new.utf8))
    return copy
  }

  /// The spelling of the first stanza, and its share.
  private var firstStanza: (line: String, share: String, body: String) {
    let lines = String(decoding: file, as: UTF8.self).split(separator: "\n").map(String.init)
    return (lines[1], String(lines[1].dropFirst("-> X25519 ".count)), lines[2])
  }

  @Test func aFileOfAgeOpensForEachRecipient() throws {
    #expect(try opened(file) == Array(AgeVectors.plain.utf8))
    let second = try identity(AgeVectors.second)
    let plain = try AgeFile.decrypt(file, with: second).array
    #expect(plain == Array(AgeVectors.plain.utf8))
  }

  @Test func whatIsEncryptedOpensForItsRecipientsAlone() throws {
    let recipients = try ["a", "b"].map { _ in try Self.newIdentity() }
    let stranger = try Self.newIdentity()
    let plain = try SecretBytes.random(count: 78)
    let sealed = try AgeFile.encrypt(plain, to: recipients.map(\.recipient))
    for recipient in recipients {
      let opened = try AgeFile.decrypt(sealed, with: identity(recipient.text))
      let isSame = opened.equals(plain)
      #expect(isSame)
    }
    #expect(throws: AgeError.anotherRecipient) {
      _ = try AgeFile.decrypt(sealed, with: identity(stranger.text)).count
    }
    let both = try identity("# two\n\n\(stranger.text)\n\(recipients[1].text)\n")
    let isSame = try AgeFile.decrypt(sealed, with: both).equals(plain)
    #expect(isSame)
  }

  @Test func noByteMayChangeAndNoneMayGoOrCome() throws {
    for index in file.indices {
      #expect(throws: AgeError.self) { try opened(file.flipped(at: index)) }
      #expect(throws: AgeError.self) { try opened(Array(file[..<index])) }
    }
    #expect(throws: AgeError.payload) { try opened(file + [0]) }
    #expect(throws: AgeError.payload) { try opened(file.dropLast()) }
  }

  @Test func arbitraryEditsNeverOpenAndNeverCrash() throws {
    // A repeatable walk; the seed is in the multiplier.
    var state: UInt64 = 0x9e37_79b9_7f4a_7c15
    func next(_ bound: Int) -> Int {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return Int(state >> 33) % bound
    }
    for _ in 0..<3_000 {
      var bytes = file
      for _ in 0...next(3) {
        switch next(4) {
        case 0: bytes.insert(UInt8(next(256)), at: next(bytes.count))
        case 1: bytes.remove(at: next(bytes.count))
        case 2: bytes.insert(contentsOf: bytes[next(200)..<200 + next(100)], at: next(bytes.count))
        default: bytes[next(bytes.count)] = UInt8(next(128))
        }
      }
      guard bytes != file else { continue }
      #expect(throws: AgeError.self) { try opened(bytes) }
    }
  }

  @Test func anotherFormatIsToldFromAnotherVersion() throws {
    #expect(throws: AgeError.notAge) { try opened([]) }
    #expect(throws: AgeError.notAge) { try opened(Array("-----BEGIN AGE".utf8)) }
    #expect(throws: AgeError.newerFormat) { try opened(edited("/v1\n", "/v2\n")) }
    #expect(throws: AgeError.newerFormat) { try opened(edited("/v1\n", "/v1 \n")) }
    #expect(throws: AgeError.newerFormat) { try opened(edited("/v1\n", "/v1\r\n")) }
  }

  @Test func aStanzaHasOneSpelling() throws {
    let (line, share, body) = firstStanza
    for spelling in [
      "->  X25519 \(share)", "-> X25519  \(share)", "-> X25519 \(share) ", "-> ", "->", "> X25519",
      "-> X25519", "-> X25519 \(share) more", "-> X25519 \(share)=", "-> X25519 \(share)\r",
      "-> X25519 \(share.dropLast())", "-> X25519 \(share)AA", "-> X25519 \u{1}\(share)",
    ] {
      #expect(throws: AgeError.header) { try opened(edited(line, spelling)) }
    }
    for spelling in [
      "\(body)=", "\(body)\r", " \(body)", body.dropLast() + "\n", "\(body)AAAA", "",
      "\(body.prefix(20))\n\(body.dropFirst(20))", String(repeating: "A", count: 65),
      String(repeating: "A", count: 64),
    ] {
      #expect(throws: AgeError.header) { try opened(edited("\n\(body)\n", "\n\(spelling)\n")) }
    }
  }

  @Test func bitsBehindTheLastByteOfAShareAreRefused() throws {
    let (line, share, _) = firstStanza
    // 43 digits hold 258 bits: the last digit's two lowest must be zero.
    let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/")
    let end = try #require(share.last)
    let last = try #require(alphabet.firstIndex(of: end))
    let other = String(share.dropLast()) + String(alphabet[last + 1])
    #expect(throws: AgeError.header) { try opened(edited(line, "-> X25519 \(other)")) }
  }

  @Test(arguments: X25519Tests.lowOrder) func aShareOfLowOrderIsRefused(point: String) throws {
    let share = Base64.unpadded(hex(point))
    #expect(throws: AgeError.lowOrder) {
      try opened(edited(firstStanza.line, "-> X25519 \(share)"))
    }
  }

  @Test func aFooterHasOneSpelling() throws {
    for (old, new) in [("\n--- ", "\n---"), ("\n--- ", "\n---  "), ("\n--- ", "\n-- ")] {
      #expect(throws: AgeError.header) { try opened(edited(old, new)) }
    }
    #expect(throws: AgeError.header) {
      try opened(Array("age-encryption.org/v1\n--- \(String(repeating: "A", count: 43))\n".utf8))
    }
    #expect(throws: AgeError.header) { try opened(Array("age-encryption.org/v1\n".utf8)) }
  }

  @Test func othersStanzasAreSkippedAndCountForTheCode() throws {
    let grease = "-> joint-grease a b\n\(String(repeating: "A", count: 64))\n\nAA\n"
    let blank = "-> joint-grease a b\n\(String(repeating: "A", count: 64))\n\n"
    // The stanza is no part of what the code is over.
    #expect(throws: AgeError.headerCode) { try opened(edited("/v1\n", "/v1\n\(blank)")) }
    #expect(throws: AgeError.header) { try opened(edited("/v1\n", "/v1\n\(grease)")) }
    let plain = try SecretBytes(copying: [1, 2, 3])
    let key = try SecretBytes.random(count: 16)
    let ours = try AgeStanza(for: Self.recipient(AgeVectors.identities), fileKey: key)
    let other = AgeStanza(arguments: ["x", "y"], body: [UInt8](repeating: 7, count: 96))
    let header = try AgeHeader(stanzas: [other, ours], fileKey: key)
    #expect(try AgeHeader.read(header.encoded).header == header)
    let nonce = [UInt8](repeating: 9, count: 16)
    let sealed = try ChaCha20Poly1305.seal(
      plain, key: AgeFile.key(from: key, salt: nonce, "payload"),
      nonce: [UInt8](repeating: 0, count: 11) + [1])
    #expect(try opened(header.encoded + nonce + sealed) == [1, 2, 3])
  }

  @Test func aPassphraseStandsAlone() throws {
    let stanza = "-> scrypt \(String(repeating: "A", count: 22)) 10\n\(firstStanza.body)\n"
    #expect(throws: AgeError.header) { try opened(edited("/v1\n", "/v1\n\(stanza)")) }
  }

  @Test func theCapsHold() throws {
    let stanza = "-> x\n\n"
    #expect(throws: AgeError.tooLarge) {
      try opened(edited("/v1\n", "/v1\n" + String(repeating: stanza, count: 31)))
    }
    #expect(throws: AgeError.tooLarge) {
      try opened([UInt8](repeating: 0, count: AgeFile.largest + 1))
    }
    let recipient = try Self.recipient(AgeVectors.identities)
    let plain = try SecretBytes(copying: [1])
    #expect(throws: AgeError.tooLarge) {
      try AgeFile.encrypt(plain, to: [AgeRecipient](repeating: recipient, count: 17))
    }
    #expect(throws: AgeError.recipient) { try AgeFile.encrypt(plain, to: []) }
    let long = try SecretBytes(count: AgeFile.largest)
    #expect(throws: AgeError.tooLarge) { try AgeFile.encrypt(long, to: [recipient]) }
    let least = try AgeFile.encrypt(
      plain, to: [AgeRecipient](repeating: recipient, count: AgeFile.mostRecipients))
    #expect(try opened(least) == [1])
  }

  @Test func aRecipientOfLowOrderGetsNothing() throws {
    let plain = try SecretBytes(copying: [1])
    for point in X25519Tests.lowOrder {
      #expect(throws: AgeError.recipient) {
        try AgeFile.encrypt(plain, to: [AgeRecipient(publicKey: hex(point))])
      }
    }
  }

  // MARK: fixtures

  /// The public key that age-keygen writes as a comment.
  static func recipient(_ file: String) throws -> AgeRecipient {
    let line = try #require(file.split(separator: "\n").first { $0.hasPrefix("# public key: ") })
    return try AgeRecipient(String(line.dropFirst("# public key: ".count)))
  }

  static func newIdentity() throws -> (text: String, recipient: AgeRecipient) {
    let secret = try SecretBytes.random(count: 32)
    let text = Bech32.text(secret.array, prefix: "age-secret-key-").uppercased()
    let key = try unsafe secret.withBytes { try unsafe X25519.publicKey(of: $0) }
    return (text, AgeRecipient(publicKey: key))
  }
}
