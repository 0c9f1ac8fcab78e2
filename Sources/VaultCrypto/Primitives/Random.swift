internal import CVaultCrypto
package import VaultModel

/// Random bytes from the kernel, getrandom(2) at each call.
package enum Random {
  /// Bytes that are no secret, such as salts and identifiers.
  ///
  /// Keys use ``SecretBytes/random(count:)``.
  package static func bytes(_ count: Int) throws(CryptoError) -> [UInt8] {
    var bytes = [UInt8](repeating: 0, count: max(0, count))
    let code = unsafe bytes.withUnsafeMutableBytes { unsafe cvc_random($0.baseAddress, $0.count) }
    guard code == CVC_OK else { throw .unavailable("getrandom") }
    return bytes
  }

  /// A fresh identifier: 128 random bits.
  package static func identifier() throws(CryptoError) -> Identifier {
    var halves: (UInt64, UInt64) = (0, 0)
    guard unsafe cvc_random(&halves, 16) == CVC_OK else { throw .unavailable("getrandom") }
    return Identifier(high: halves.0, low: halves.1)
  }
}
