internal import Synchronization
package import VaultModel

/// LS: the secret that links a subject's leaves to each other and opens their private parts.
///
/// Once it is destroyed, its leaves link neither to the person nor to one another. The vault has one
/// of its own, for leaves that are about nobody in particular.
package final class LogSecret: Sendable {
  /// 32 bytes.
  package static let size = KeyMaterial.size

  private let material: KeyMaterial
  private let tags: MACKey
  /// The sealing key of a secret that is kept.
  private let ready: SealingKey?
  // Of others it is made at the first use: a scan only needs tags.
  private let sealing = Mutex<SealingKey?>(nil)

  convenience init(_ material: KeyMaterial) { self.init(material, sealing: nil) }

  private init(_ material: KeyMaterial, sealing: SealingKey?) {
    self.material = material
    tags = MACKey(material)
    ready = sealing
  }

  /// Takes over a secret.
  ///
  /// - Throws: ``CryptoError/malformed`` unless it has 32 bytes.
  package convenience init(_ secret: consuming SecretBytes) throws(CryptoError) {
    guard secret.count == Self.size else { throw .malformed }
    self.init(try KeyMaterial(secret))
  }

  /// Copies a secret out of an opened state record.
  ///
  /// - Parameters:
  ///   - bytes: 32 of them.
  ///   - home: the secure heap, unless there will be one for every subject of a vault: it has room for
  ///     some ten thousand.
  /// - Throws: ``CryptoError/malformed`` unless there are 32 bytes.
  package convenience init(
    bytes: some Collection<UInt8>, in home: SecretBytes.Home = .secureHeap
  ) throws(CryptoError) {
    guard bytes.count == Self.size else { throw .malformed }
    try self.init(SecretBytes(copying: bytes, in: home))
  }

  /// The same secret outside the secure heap, wiped at its end.
  package func outsideSecureHeap() throws(CryptoError) -> LogSecret {
    try unsafe material.withBytes { bytes throws(CryptoError) in
      try unsafe LogSecret(bytes: bytes, in: .wipedMemory)
    }
  }

  /// The same secret outside the secure heap, masked, and ready to seal: to be kept with the rows of its
  /// subject.
  package func masked() throws(CryptoError) -> LogSecret {
    LogSecret(try material.masking(), sealing: try sealingKey().masked())
  }

  /// Where it lies, if it is masked.
  package var memory: [MemoryPlace] {
    [MemoryPlace(of: self, count: 96), material.memory] + (ready.map { [$0.material.memory] } ?? [])
  }

  /// A fresh secret.
  package static func random() throws(CryptoError) -> LogSecret {
    try LogSecret(SecretBytes.random(count: size))
  }

  /// Lends the bytes, for the state record that keeps them.
  package func withBytes<R: ~Copyable, E>(
    _ body: (UnsafeRawBufferPointer) throws(E) -> R
  ) throws(E) -> R {
    try unsafe material.withBytes(body)
  }

  /// The tag of the leaf at `index`: the first 16 bytes of HMAC(LS, "event", index).
  package func tag(leaf index: UInt64) throws(CryptoError) -> Identifier {
    try tags.tag(Self.event, index)
  }

  private static let event = FieldEncoder("cvault/v1/event").known

  /// Seals the private part of a leaf.
  package func seal(private plaintext: [UInt8]) throws(CryptoError) -> [UInt8] {
    try SealedFormat.record.seal(plaintext, with: sealingKey(), context: Self.context)
  }

  /// The same under the next nonce of its transaction, appended to `bytes`.
  package func seal(
    private plaintext: [UInt8], _ nonces: inout Nonces, to bytes: inout [UInt8]
  ) throws(CryptoError) {
    try SealedFormat.record.seal(
      plaintext, with: sealingKey(), context: Self.context, &nonces, to: &bytes)
  }

  /// How long a private part of `count` bytes is once it is sealed.
  package static func sealedCount(private count: Int) -> Int {
    SealedFormat.record.sealedCount(of: count)
  }

  /// Opens the private part of a leaf.
  ///
  /// - Throws: ``CryptoError/authenticationFailed`` if it is another subject's or was changed.
  package func open(private sealed: [UInt8]) throws(CryptoError) -> [UInt8] {
    try SealedFormat.record.openBytes(
      sealed, with: sealingKey(), context: Self.context)
  }

  // The tree binds a leaf's bytes to its place, so the label alone is enough here.
  private static let context = FieldEncoder("cvault/v1/private").known

  private func sealingKey() throws(CryptoError) -> SealingKey {
    if let ready { return ready }
    return try sealing.withLock { kept throws(CryptoError) in
      if let kept { return kept }
      let key = SealingKey(try material.expand(info: FieldEncoder("cvault/v1/private-key")))
      kept = key
      return key
    }
  }
}
