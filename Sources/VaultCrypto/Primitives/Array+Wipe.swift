internal import CVaultCrypto

extension Array<UInt8> {
  /// Overwrites the bytes, for plaintext that held a secret; other copies are not touched.
  package mutating func wipe() {
    unsafe withUnsafeMutableBytes { unsafe cvc_wipe($0.baseAddress, $0.count) }
  }
}
