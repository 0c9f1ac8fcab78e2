internal import CVaultCrypto
internal import VaultModel

/// The file that holds the secret of a key-file or purpose slot: one line of text,
/// `CVAULT-KEY-1 `, 64 hexadecimal digits, and a line feed; mode 0600.
package enum KeyFile {
  /// Bytes of the secret.
  package static let secretSize = KeyMaterial.size

  private static let prefix = Array("CVAULT-KEY-1 ".utf8)
  private static let anyVersion = Array("CVAULT-KEY-".utf8)

  /// Reads a key file.
  ///
  /// - Throws: ``KeyFileError``: the file is missing or open to others, or no key file.
  package static func read(_ path: String) throws(KeyFileError) -> SecretBytes {
    let file = try KeyFileError.inFile { () throws(SecureFileError) in try SecureFile.open(path) }
    let text = try file.readSecret(limit: 1024)
    do throws(CryptoError) { return try secret(from: text) } catch { throw .content(error) }
  }

  /// Writes a new key file; never over another file.
  package static func write(
    _ secret: borrowing SecretBytes, to path: String
  ) throws(KeyFileError) {
    let text: SecretBytes
    do throws(CryptoError) { text = try Self.text(of: secret) } catch { throw .content(error) }
    do throws(SecureFileError) {
      let file = try SecureFile.create(path)
      try file.write(text)
      try file.synchronize()
      try SecureFile.synchronizeDirectory(of: path)
    } catch { throw .file(error) }
  }

  /// The text form of a secret of 32 bytes.
  package static func text(of secret: borrowing SecretBytes) throws(CryptoError) -> SecretBytes {
    guard secret.count == secretSize else { throw .malformed }
    var text = try SecretBytes(count: prefix.count + 2 * secretSize + 1)
    unsafe text.withMutableBytes { output in
      unsafe output.copyBytes(from: prefix)
      unsafe secret.withBytes { bytes in
        for index in 0..<secretSize {
          let byte = unsafe bytes[index]
          let position = prefix.count + 2 * index
          unsafe output[position] = digit(byte >> 4)
          unsafe output[position + 1] = digit(byte & 15)
        }
      }
      unsafe output[prefix.count + 2 * secretSize] = UInt8(ascii: "\n")
    }
    return text
  }

  /// The secret in a text; the line feed at the end may be missing, and digits may be of either case.
  ///
  /// - Throws: ``CryptoError/malformed``; ``CryptoError/newerFormat`` for another version number.
  package static func secret(from text: borrowing SecretBytes) throws(CryptoError) -> SecretBytes {
    var secret = try SecretBytes(count: secretSize)
    let failure = unsafe secret.withMutableBytes { output in
      unsafe text.withBytes { unsafe decode($0, into: output) }
    }
    if let failure { throw failure }
    return secret
  }

  private static func decode(
    _ text: UnsafeRawBufferPointer, into output: UnsafeMutableRawBufferPointer
  ) -> CryptoError? {
    guard unsafe text.starts(with: anyVersion) else { return .malformed }
    guard unsafe text.starts(with: prefix) else {
      // Another number behind the name is another version; anything else is no key file.
      let next = unsafe text.dropFirst(anyVersion.count).first ?? 0
      return (48...57).contains(next) ? .newerFormat : .malformed
    }
    let end = prefix.count + 2 * secretSize
    let endsWell = unsafe text.dropFirst(end).elementsEqual([UInt8(ascii: "\n")])
    guard text.count == end || endsWell else { return .malformed }
    for index in 0..<secretSize {
      let position = prefix.count + 2 * index
      guard let high = unsafe Hexadecimal.value(of: text[position]),
        let low = unsafe Hexadecimal.value(of: text[position + 1])
      else { return .malformed }
      unsafe output[index] = high << 4 | low
    }
    return nil
  }

  private static func digit(_ value: UInt8) -> UInt8 {
    value < 10 ? UInt8(ascii: "0") + value : UInt8(ascii: "a") + value - 10
  }
}

extension KeyFile {
  /// The longest passphrase, in bytes.
  private static let longestPassphrase = 4096

  /// Reads a passphrase: the first line of a file, without its line feed.
  ///
  /// - Throws: ``KeyFileError``: the file is missing or open to others, or its first line is empty
  ///   (``CryptoError/emptyPassphrase``).
  package static func passphrase(_ path: String) throws(KeyFileError) -> SecretBytes {
    let file = try KeyFileError.inFile { () throws(SecureFileError) in try SecureFile.open(path) }
    var text = try file.readSecret(limit: longestPassphrase)
    let end = unsafe text.withBytes { bytes in
      (0..<bytes.count).first { unsafe bytes[$0] == UInt8(ascii: "\n") } ?? bytes.count
    }
    guard end > 0 else { throw .content(.emptyPassphrase) }
    text.shorten(to: end)
    return text
  }
}
