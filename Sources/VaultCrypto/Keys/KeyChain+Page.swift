extension KeyChain {
  /// The epoch under which pages are written now.
  package var currentPageEpoch: UInt32 {
    // INVARIANT: a keyring without exactly one current generation of each kind is refused.
    generations.page.writing?.number ?? 0
  }

  /// The epochs that the keyring holds, ascending, the one that is written under last.
  package var pageEpochs: [UInt32] {
    let (page, newest) = (generations.page, currentPageEpoch)
    return page.map(\.number).filter { $0 != newest }.sorted() + [newest]
  }

  /// Seals the headers of frames in the write-ahead log: 64 bytes, two AES-256 keys as XTS takes them
  /// (IEEE 1619).
  package func frameKey() throws(CryptoError) -> SecretBytes {
    let (block, tweak) = roots.frames
    var key = try SecretBytes(count: 2 * KeyMaterial.size)
    unsafe key.withMutableBytes { target in
      unsafe block.withBytes { unsafe target.copyMemory(from: $0) }
      let second = unsafe UnsafeMutableRawBufferPointer(rebasing: target[KeyMaterial.size...])
      unsafe tweak.withBytes { unsafe second.copyMemory(from: $0) }
    }
    return key
  }

  /// K_page of an epoch: 32 bytes.
  ///
  /// - Throws: ``CryptoError/authenticationFailed`` for an epoch that the keyring does not hold.
  package func pageKey(epoch: UInt32) throws(CryptoError) -> SecretBytes {
    let now = generations
    guard let generation = now.page.first(where: { $0.number == epoch }) else {
      throw .authenticationFailed
    }
    let key = try keys(ofRoot: generation.root, in: now).page(generation, vault: vault)
    return try unsafe key.withBytes { bytes throws(CryptoError) in
      try unsafe SecretBytes(copying: bytes)
    }
  }
}
