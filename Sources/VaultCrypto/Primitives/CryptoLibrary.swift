internal import CVaultCrypto

/// The libcrypto that is linked.
package enum CryptoLibrary {
  /// Its name, version and date.
  package static var version: String { unsafe String(cString: cvc_version()) }
}
