internal import CVaultCrypto
package import VaultModel

/// SHA-256 of bytes that come in pieces, such as a file's.
@safe
package struct SHA256Stream: ~Copyable {
  private let stream: OpaquePointer

  /// The digest of nothing yet.
  package init() throws(CryptoError) {
    guard let stream = unsafe cvc_sha256_stream_new() else { throw .unavailable("SHA-256") }
    unsafe self.stream = stream
  }

  deinit { unsafe cvc_sha256_stream_free(stream) }

  /// Adds the next piece.
  package mutating func update(_ bytes: [UInt8]) throws(CryptoError) {
    guard unsafe cvc_sha256_stream_update(stream, bytes, bytes.count) == CVC_OK else {
      throw .unavailable("SHA-256")
    }
  }

  /// Adds the next piece, wherever it lies.
  package mutating func update(_ bytes: RawSpan) throws(CryptoError) {
    // Safe: libcrypto reads the bytes during the call and keeps no pointer.
    let code = unsafe bytes.withUnsafeBytes {
      unsafe cvc_sha256_stream_update(stream, $0.baseAddress, $0.count)
    }
    guard code == CVC_OK else { throw .unavailable("SHA-256") }
  }

  /// The digest of every piece; the stream is used up.
  package consuming func finish() -> Digest {
    unsafe SHA256.make { unsafe cvc_sha256_stream_final(stream, $0) }
  }
}
