internal import CVaultCrypto
import VaultModel

/// The header of an age file: a version line, a stanza for each recipient, and a code over them.
struct AgeHeader: Hashable, Sendable {
  let stanzas: [AgeStanza]
  /// HMAC-SHA-256 over everything before it, under a key of the file key.
  let code: [UInt8]

  private static let version = Array("age-encryption.org/v1".utf8)
  private static let anyVersion = Array("age-encryption.org/v".utf8)
  private static let footer = Array("---".utf8)
  private static let codeSize = 32
  /// The most stanzas, ours and others'.
  static let mostStanzas = 32

  /// A new header, with its code.
  init(stanzas: [AgeStanza], fileKey: borrowing SecretBytes) throws(AgeError) {
    self.stanzas = stanzas
    code = try Self.code(of: Self.message(stanzas), fileKey: fileKey)
  }

  /// Reads the header at the start of a file.
  ///
  /// - Returns: The header, and where the payload begins.
  static func read(_ file: [UInt8]) throws(AgeError) -> (header: AgeHeader, end: Int) {
    var lines = AgeLines(file)
    guard let first = lines.next(), first.starts(with: anyVersion) else { throw .notAge }
    guard first == version[...] else { throw .newerFormat }
    var stanzas: [AgeStanza] = []
    while let line = lines.next() {
      if line.starts(with: AgeStanza.start) {
        guard stanzas.count < mostStanzas else { throw .tooLarge }
        stanzas.append(
          try AgeStanza(line: line.dropFirst(AgeStanza.start.count), body: &lines))
        continue
      }
      guard line.starts(with: footer + [UInt8(ascii: " ")]),
        let code = Base64.bytes(unpadded: line.dropFirst(footer.count + 1)),
        code.count == codeSize, !stanzas.isEmpty
      else { throw .header }
      return (AgeHeader(stanzas: stanzas, code: code), lines.position)
    }
    throw .header
  }

  private init(stanzas: [AgeStanza], code: [UInt8]) {
    self.stanzas = stanzas
    self.code = code
  }

  /// What the code is over.
  private static func message(_ stanzas: [AgeStanza]) -> [UInt8] {
    version + [UInt8(ascii: "\n")] + stanzas.flatMap(\.encoded) + footer
  }

  private static func code(
    of message: [UInt8], fileKey: borrowing SecretBytes
  ) throws(AgeError) -> [UInt8] {
    let key = try AgeFile.key(from: fileKey, salt: [], "header")
    var code = [UInt8](repeating: 0, count: codeSize)
    let result = unsafe key.withBytes { key in
      unsafe cvc_mac(key.baseAddress, key.count, message, message.count, &code)
    }
    guard result == CVC_OK else { throw .crypto(.unavailable("HMAC-SHA-256")) }
    return code
  }

  /// Refuses a header that was not made with this file key.
  ///
  /// There is one spelling of a header, so what was read is what it is spelled as again.
  func check(fileKey: borrowing SecretBytes) throws(AgeError) {
    let expected = try Self.code(of: Self.message(stanzas), fileKey: fileKey)
    guard unsafe cvc_equal(code, expected, Self.codeSize) == CVC_OK else { throw .headerCode }
  }

  var encoded: [UInt8] {
    Self.message(stanzas)
      + Array(" \(Base64.unpadded(code))\n".utf8)
  }
}
