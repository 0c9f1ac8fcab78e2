internal import CVaultCrypto

/// A run of seals and openings on one thread, such as those of a batch of reads.
package enum SealingRun {
  /// Runs `body`; what it seals and opens shares one context of libcrypto, which is wiped at the end.
  ///
  /// So the last key that was used lies expanded in ordinary memory for as long as `body` runs, and none
  /// longer.
  package static func perform<R, E>(_ body: () throws(E) -> R) throws(E) -> R {
    cvc_aead_run_begin()
    defer { cvc_aead_run_end() }
    return try body()
  }
}
