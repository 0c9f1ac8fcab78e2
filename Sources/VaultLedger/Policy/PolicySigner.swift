package import VaultCrypto
internal import VaultModel

/// A private key that signs policies, kept in a file outside every vault.
///
/// The file is one line in the form of Go's `note` package (golang.org/x/mod/sumdb/note), so that other
/// programs can sign with it: `PRIVATE+KEY+name+key id+base64(01 ‖ seed 32)`, and a line feed; mode 0600.
package struct PolicySigner: Sendable {
  private static let prefix = Array("PRIVATE+KEY+".utf8)
  private static let plus = UInt8(ascii: "+")
  /// Digits of base64 for the algorithm and the seed: 33 bytes leave nothing over.
  private static let digits = (1 + SigningSeed.size) / 3 * 4
  /// The longest file.
  private static let longest = 2 << 10

  /// The public half, under its name.
  package let verifier: VerifierKey
  private let seed: SigningSeed

  /// Makes a new key.
  ///
  /// - Throws: ``NoteError/malformedKey`` for a name that a key cannot have; `CryptoError`.
  package init(newNamed name: String) throws {
    try self.init(SigningSeed(SecretBytes.random(count: SigningSeed.size)), named: name)
  }

  private init(_ seed: SigningSeed, named name: String) throws(NoteError) {
    self.seed = seed
    verifier = try VerifierKey(name: name, publicKey: seed.publicKey)
  }

  /// Reads a key file.
  ///
  /// - Throws: `KeyFileError`: it is missing or open to others, or cannot be read;
  ///   ``NoteError/malformedKey`` if it holds no key.
  package init(readingFile path: String) throws {
    let file: SecureFile
    do throws(SecureFileError) { file = try SecureFile.open(path) } catch {
      throw KeyFileError.file(error)
    }
    try self.init(text: file.readSecret(limit: Self.longest))
  }

  /// Reads the text form; the line feed at the end may be missing.
  init(text: borrowing SecretBytes) throws {
    var secret = try SecretBytes(count: SigningSeed.size)
    let head = unsafe secret.withMutableBytes { output in
      unsafe text.withBytes { unsafe Self.decode($0, seed: output) }
    }
    guard let head else { throw NoteError.malformedKey }
    try self.init(SigningSeed(secret), named: head.name)
    guard head.id == verifier.idText else { throw NoteError.malformedKey }
  }

  /// Writes the text form to a new file; never over another.
  ///
  /// - Throws: `KeyFileError`, `CryptoError`.
  package func write(to path: String) throws {
    let text = try text()
    do throws(SecureFileError) {
      let file = try SecureFile.create(path)
      try file.write(text)
      try file.synchronize()
      try SecureFile.synchronizeDirectory(of: path)
    } catch { throw KeyFileError.file(error) }
  }

  /// The signature line of a text.
  package func sign(_ text: String) throws(CryptoError) -> NoteSignature {
    NoteSignature(
      name: verifier.name, keyID: verifier.keyID, signature: try seed.sign(Array(text.utf8)))
  }

  // MARK: the text form

  func text() throws(CryptoError) -> SecretBytes {
    let head = Self.prefix + Array("\(verifier.name)+\(verifier.idText)+".utf8)
    var text = try SecretBytes(count: head.count + Self.digits + 1)
    unsafe text.withMutableBytes { output in
      unsafe output.copyBytes(from: head)
      unsafe seed.withSecret { unsafe Self.encode($0, into: output, at: head.count) }
      unsafe output[head.count + Self.digits] = SignedNote.newline
    }
    return text
  }

  /// Writes the algorithm and the seed in base64, without a copy of them in ordinary memory.
  private static func encode(
    _ seed: UnsafeRawBufferPointer, into output: UnsafeMutableRawBufferPointer, at start: Int
  ) {
    let byte = { (index: Int) in
      index == 0 ? VerifierKey.Algorithm.ed25519.rawValue : unsafe seed[index - 1]
    }
    for group in 0..<digits / 4 {
      let word = (0..<3).reduce(0) { $0 << 8 | Int(byte(3 * group + $1)) }
      for place in 0..<4 {
        unsafe output[start + 4 * group + place] = Base64.digits[word >> (18 - 6 * place) & 63]
      }
    }
  }

  /// Puts the seed of a text into `seed`; the name and the key id, or nil for a text of another form.
  private static func decode(
    _ text: UnsafeRawBufferPointer, seed: UnsafeMutableRawBufferPointer
  ) -> (name: String, id: String)? {
    let end = unsafe text.last == SignedNote.newline ? text.count - 1 : text.count
    let start = end - digits
    guard unsafe text.starts(with: prefix), start > prefix.count else { return nil }
    // The name has no plus sign; the base64 may.
    let head = unsafe text[prefix.count..<start].split(
      separator: plus, omittingEmptySubsequences: false)
    guard unsafe head.count == 3, unsafe head[2].isEmpty,
      let name = unsafe String(validating: head[0], as: UTF8.self),
      let id = unsafe String(validating: head[1], as: UTF8.self)
    else { return nil }
    for group in 0..<digits / 4 {
      var word = 0
      for place in 0..<4 {
        let digit = unsafe Base64.value(of: text[start + 4 * group + place])
        guard let digit else { return nil }
        word = word << 6 | Int(digit)
      }
      for place in 0..<3 {
        let (byte, index) = (UInt8(word >> (16 - 8 * place) & 255), 3 * group + place - 1)
        if index >= 0 {
          unsafe seed[index] = byte
        } else if byte != VerifierKey.Algorithm.ed25519.rawValue {
          return nil
        }
      }
    }
    return (name, id)
  }
}
