extension Keyring {
  /// Reads the keyring.
  ///
  /// - Throws: ``KeyFileError/file(_:)`` if it is missing, a link, or open to others;
  ///   ``KeyFileError/content(_:)`` with ``CryptoError/keyringDamaged`` if neither half is whole, or
  ///   ``CryptoError/newerFormat``.
  package static func read(_ path: String) throws(KeyFileError) -> Keyring {
    let file = try KeyFileError.inFile { () throws(SecureFileError) in try SecureFile.open(path) }
    return try read(file).keyring
  }

  /// Reads the two halves.
  ///
  /// - Throws: As ``read(_:)``.
  package init(bytes: [UInt8]) throws(CryptoError) {
    self = try Self.parse(bytes).keyring
  }

  /// Writes the keyring: both halves, the inactive one first, each synced before the next.
  ///
  /// The caller holds the vault's exclusive lock.
  ///
  /// - Parameters:
  ///   - path: The file.
  ///   - previous: The keyring that this one follows; the file must still hold it. Nil makes a new
  ///     file, never over another.
  /// - Throws: ``KeyFileError/content(_:)`` with ``CryptoError/authenticationFailed`` if the file holds
  ///   another keyring than `previous`.
  package func write(to path: String, replacing previous: Keyring?) throws(KeyFileError) {
    let half = try KeyFileError.inContent { () throws(CryptoError) in try content.half() }
    guard let previous else {
      do throws(SecureFileError) {
        let file = try SecureFile.create(path)
        try file.write(half + half, at: 0)
        try file.synchronize()
        try SecureFile.synchronizeDirectory(of: path)
      } catch { throw .file(error) }
      return
    }
    let file = try KeyFileError.inFile { () throws(SecureFileError) in
      try SecureFile.open(path, writable: true)
    }
    let (stored, active) = try Self.read(file)
    guard stored.vault == vault, stored.generation == previous.generation else {
      throw .content(.authenticationFailed)
    }
    do throws(SecureFileError) {
      for index in [1 - active, active] {
        try file.write(half, at: index * KeyringContent.halfSize)
        try file.synchronize()
      }
    } catch { throw .file(error) }
  }

  private static func read(
    _ file: borrowing SecureFile
  ) throws(KeyFileError) -> (keyring: Keyring, active: Int) {
    let bytes: [UInt8]
    do throws(SecureFileError) {
      // One byte more than there may be, so that a longer file is seen.
      bytes = try file.read(at: 0, count: 2 * KeyringContent.halfSize + 1)
    } catch { throw .file(error) }
    return try KeyFileError.inContent { () throws(CryptoError) in try parse(bytes) }
  }

  /// The keyring, and which half it was read from.
  private static func parse(
    _ bytes: [UInt8]
  ) throws(CryptoError) -> (keyring: Keyring, active: Int) {
    let size = KeyringContent.halfSize
    guard bytes.count <= 2 * size else { throw .keyringDamaged }
    var whole: [(content: KeyringContent, index: Int)] = []
    var failure = CryptoError.keyringDamaged
    for index in 0...1 where bytes.count >= (index + 1) * size {
      do throws(CryptoError) {
        let half = Array(bytes[index * size..<(index + 1) * size])
        whole.append((try KeyringContent(half: half), index))
      } catch { if error == .newerFormat { failure = error } }
    }
    // The newer half counts; of equals the first.
    guard let best = whole.max(by: { $0.content.generation < $1.content.generation }) else {
      throw failure
    }
    let other = whole.first { $0.index != best.index }?.content
    let keyring = Keyring(
      content: best.content, alternative: other == best.content ? nil : other,
      needsRepair: other != best.content)
    return (keyring, best.index)
  }
}
