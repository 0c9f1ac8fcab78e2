internal import CVaultCrypto

/// libcrypto's secure heap, in which keys live: guarded by unmapped pages, left out of core dumps,
/// locked into memory where the limits allow it, 1 MiB (32,768 keys of 32 bytes) at most.
package enum SecureHeap {
  /// Whether the heap's pages are locked, so that no key reaches swap.
  ///
  /// False under a low `RLIMIT_MEMLOCK`.
  package static var isLocked: Bool { cvc_secure_is_locked() == CVC_OK }
}
