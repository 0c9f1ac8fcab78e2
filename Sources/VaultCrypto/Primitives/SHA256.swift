internal import CVaultCrypto
package import VaultModel

/// SHA-256 (FIPS 180-4) and the two hashes of the Merkle tree (RFC 6962, section 2.1).
package enum SHA256 {
  /// The digest of `bytes`.
  package static func digest(of bytes: some Collection<UInt8>) -> Digest {
    unsafe whole(bytes) { unsafe cvc_sha256($0.baseAddress, $0.count, $1) }
  }

  /// The same for bytes in an array; no generic code is involved, which callers in other modules would
  /// not get specialised.
  package static func digest(of bytes: [UInt8]) -> Digest {
    unsafe bytes.withUnsafeBufferPointer { bytes in
      unsafe make { unsafe cvc_sha256(bytes.baseAddress, bytes.count, $0) }
    }
  }

  /// The hash of a leaf: SHA-256(00 ‖ leaf).
  package static func leaf(_ bytes: some Collection<UInt8>) -> Digest {
    unsafe whole(bytes) { unsafe cvc_sha256_prefixed(0, $0.baseAddress, $0.count, nil, 0, $1) }
  }

  /// The same for bytes in an array, for the same reason.
  package static func leaf(_ bytes: [UInt8]) -> Digest {
    unsafe bytes.withUnsafeBufferPointer { bytes in
      unsafe make { unsafe cvc_sha256_prefixed(0, bytes.baseAddress, bytes.count, nil, 0, $0) }
    }
  }

  /// The same for bytes that lie among others.
  package static func leaf(_ bytes: ArraySlice<UInt8>) -> Digest {
    unsafe bytes.withUnsafeBufferPointer { bytes in
      unsafe make { unsafe cvc_sha256_prefixed(0, bytes.baseAddress, bytes.count, nil, 0, $0) }
    }
  }

  /// The hash of an inner node: SHA-256(01 ‖ left ‖ right).
  package static func node(_ left: Digest, _ right: Digest) -> Digest {
    // No arrays: there is a node for every leaf.
    let pair = (left.memory, right.memory)
    return unsafe withUnsafeBytes(of: pair) { pair in
      unsafe make { unsafe cvc_sha256_prefixed(1, pair.baseAddress, pair.count, nil, 0, $0) }
    }
  }

  private static func whole(
    _ bytes: some Collection<UInt8>,
    _ hash: (UnsafeBufferPointer<UInt8>, UnsafeMutableRawPointer) -> Int32
  ) -> Digest {
    // Arrays and slices lend their bytes; anything else is copied once.
    let lent = bytes.withContiguousStorageIfAvailable { bytes in
      unsafe make { unsafe hash(bytes, $0) }
    }
    if let lent { return lent }
    return unsafe Array(bytes).withUnsafeBufferPointer { bytes in
      unsafe make { unsafe hash(bytes, $0) }
    }
  }

  static func make(_ hash: (UnsafeMutableRawPointer) -> Int32) -> Digest {
    var words: (UInt64, UInt64, UInt64, UInt64) = (0, 0, 0, 0)
    let digest = unsafe withUnsafeMutableBytes(of: &words) { output -> Digest? in
      guard let base = output.baseAddress, unsafe hash(base) == CVC_OK else { return nil }
      return unsafe Digest(copying: UnsafeRawBufferPointer(output))
    }
    // SHA-256 fails only without memory or without libcrypto's default provider; going on with a
    // made-up digest would be worse than stopping. No data in the text.
    guard let digest else { fatalError("SHA-256 is not available") }
    return digest
  }
}
