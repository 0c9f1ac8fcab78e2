/// The X25519 secrets of one file of identities, in the secure heap.
package struct AgeIdentity: ~Copyable, Sendable {
  /// 32 bytes each, one behind the other.
  private let secrets: SecretBytes

  /// The most identities of one file.
  static let mostIdentities = 16
  private static let prefix = "AGE-SECRET-KEY-"
  private static let largestFile = 16 << 10

  /// Reads a file as `age-keygen` writes it; mode 0600.
  ///
  /// - Throws: ``AgeError/file(_:)`` if it is missing or open to others, ``AgeError/identity``.
  package static func read(_ path: String) throws(AgeError) -> AgeIdentity {
    let text: SecretBytes
    do throws(KeyFileError) {
      let file = try KeyFileError.inFile { () throws(SecureFileError) in
        try SecureFile.open(path)
      }
      text = try file.readSecret(limit: largestFile)
    } catch {
      switch error {
      case .file(let error): throw .file(error)
      case .content(.malformed): throw .identity
      case .content(let error): throw .crypto(error)
      }
    }
    return try AgeIdentity(text: text)
  }

  /// Reads the text of a file: blank lines, comments that begin with `#`, and 1 to 16 identities.
  ///
  /// - Throws: ``AgeError/identity``.
  package init(text: borrowing SecretBytes) throws(AgeError) {
    var secrets = try AgeError.inCrypto { () throws(CryptoError) in
      try SecretBytes(count: Self.mostIdentities * X25519.size)
    }
    let count = unsafe secrets.withMutableBytes { output in
      unsafe text.withBytes { unsafe Self.read($0, into: output) }
    }
    guard let count, count > 0 else { throw .identity }
    secrets.shorten(to: count * X25519.size)
    self.secrets = secrets
  }

  /// How many identities were read; nil if a line is none.
  private static func read(
    _ text: UnsafeRawBufferPointer, into output: UnsafeMutableRawBufferPointer
  ) -> Int? {
    var (count, start) = (0, 0)
    while start < text.count {
      let end = (start..<text.count).first { unsafe text[$0] == UInt8(ascii: "\n") } ?? text.count
      let line = unsafe UnsafeRawBufferPointer(rebasing: text[start..<end])
      start = end + 1
      if unsafe line.isEmpty || line.first == UInt8(ascii: "#") { continue }
      guard count < mostIdentities else { return nil }
      let place = count * X25519.size
      let secret = unsafe UnsafeMutableRawBufferPointer(
        rebasing: output[place..<place + X25519.size])
      guard unsafe Bech32.decode(line, prefix: prefix, into: secret) else { return nil }
      count += 1
    }
    return count
  }

  /// Lends each secret, until `body` answers something.
  func first<R: ~Copyable>(
    _ body: (UnsafeRawBufferPointer) throws(AgeError) -> R?
  ) throws(AgeError) -> R? {
    try unsafe secrets.withBytes { bytes throws(AgeError) -> R? in
      for start in stride(from: 0, to: bytes.count, by: X25519.size) {
        let secret = unsafe UnsafeRawBufferPointer(rebasing: bytes[start..<start + X25519.size])
        if let found = try unsafe body(secret) { return found }
      }
      return nil
    }
  }
}
