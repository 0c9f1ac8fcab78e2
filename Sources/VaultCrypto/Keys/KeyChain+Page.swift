extension KeyChain {
  /// The epoch under which pages are written now.
  package var currentPageEpoch: UInt32 {
    // INVARIANT: a keyring without exactly one current generation of each kind is refused.
    pageGenerations.first { $0.state == .current }?.number ?? 0
  }

  /// K_page of an epoch: 32 bytes.
  ///
  /// - Throws: ``CryptoError/authenticationFailed`` for an epoch that the keyring does not hold.
  package func pageKey(epoch: UInt32) throws(CryptoError) -> SecretBytes {
    guard let generation = pageGenerations.first(where: { $0.number == epoch }) else {
      throw .authenticationFailed
    }
    let key = try roots.page(generation, vault: vault)
    return try unsafe key.withBytes { bytes throws(CryptoError) in
      try unsafe SecretBytes(copying: bytes)
    }
  }
}
