/// An Ed25519 key pair (RFC 8032) of somebody outside the vault: who signs policies.
package struct SigningSeed: Sendable {
  /// Bytes of the secret.
  package static let size = KeyMaterial.size

  private let seed: KeyMaterial
  /// The public half, 32 bytes.
  package let publicKey: [UInt8]

  /// Takes over 32 secret bytes.
  ///
  /// - Throws: ``CryptoError/malformed`` for another count.
  package init(_ secret: consuming SecretBytes) throws(CryptoError) {
    guard secret.count == Self.size else { throw .malformed }
    seed = try KeyMaterial(secret)
    publicKey = try Ed25519Signature.publicKey(of: seed)
  }

  /// Signs a message: 64 bytes.
  package func sign(_ message: [UInt8]) throws(CryptoError) -> [UInt8] {
    try Ed25519Signature.sign(message, with: seed)
  }

  /// Lends the secret to `body`, which must not keep the pointer.
  package func withSecret<R>(_ body: (UnsafeRawBufferPointer) -> R) -> R {
    unsafe seed.withBytes(body)
  }
}
