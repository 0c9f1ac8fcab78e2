/// An Ed25519 public key as a decentralised identifier that holds it (did:key method, W3C CCG).
///
/// Nothing is looked up anywhere: `did:key:z` and the base58btc digits of `ED 01` (multicodec
/// ed25519-pub) and the 32 bytes.
struct DIDKey: Hashable, Sendable {
  private static let multicodec: [UInt8] = [0xED, 0x01]
  /// 34 bytes have 47 digits at most.
  private static let longest = 47

  /// 32 bytes (RFC 8032).
  let publicKey: [UInt8]

  init(publicKey: [UInt8]) { self.publicKey = publicKey }

  /// Reads the URL of a verification method; nil for anything but what ``verificationMethod`` writes.
  init?(verificationMethod url: String) {
    let parts = url.split(separator: "#", omittingEmptySubsequences: false)
    guard parts.count == 2, parts[1].utf8.first == UInt8(ascii: "z"),
      let bytes = Base58.bytes(parts[1].dropFirst(), limit: Self.longest),
      bytes.count == 34, bytes.starts(with: Self.multicodec)
    else { return nil }
    publicKey = Array(bytes.dropFirst(2))
    guard verificationMethod.utf8.elementsEqual(url.utf8) else { return nil }
  }

  /// The key in multibase.
  private var multibase: String { "z\(Base58.string(Self.multicodec + publicKey))" }

  /// The one verification method of the identifier: `did:key:z…#z…`.
  var verificationMethod: String { "did:key:\(multibase)#\(multibase)" }
}
