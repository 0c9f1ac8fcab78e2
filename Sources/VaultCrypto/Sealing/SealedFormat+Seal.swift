internal import CVaultCrypto

extension SealedFormat {
  /// Seals `plaintext` under a fresh random nonce.
  ///
  /// The plaintext is copied once, into the result, and encrypted there.
  ///
  /// - Throws: ``CryptoError/tooLarge`` above ``longest``.
  func seal(
    _ plaintext: UnsafeRawBufferPointer, number: UInt32 = 0, with key: SealingKey,
    context: FieldEncoder
  ) throws(CryptoError) -> [UInt8] {
    try unsafe seal(plaintext, number: number, with: key, context: context.bytes)
  }

  /// Seals an array.
  func seal(
    _ plaintext: [UInt8], number: UInt32 = 0, with key: SealingKey, context: [UInt8]
  ) throws(CryptoError) -> [UInt8] {
    try unsafe plaintext.withUnsafeBufferPointer { bytes throws(CryptoError) in
      try unsafe seal(
        UnsafeRawBufferPointer(bytes), number: number, with: key, context: context)
    }
  }

  /// Seals under additional data that is encoded already.
  func seal(
    _ plaintext: UnsafeRawBufferPointer, number: UInt32 = 0, with key: SealingKey,
    context: [UInt8]
  ) throws(CryptoError) -> [UInt8] {
    var nonces = Nonces()
    var sealed: [UInt8] = []
    try unsafe seal(
      plaintext, number: number, with: key, context: context, &nonces, to: &sealed)
    return sealed
  }

  /// Seals an array under the next nonce of a run, and appends that to `bytes`.
  func seal(
    _ plaintext: [UInt8], with key: SealingKey, context: [UInt8], _ nonces: inout Nonces,
    to bytes: inout [UInt8]
  ) throws(CryptoError) {
    try unsafe plaintext.withUnsafeBufferPointer { plaintext throws(CryptoError) in
      try unsafe seal(
        UnsafeRawBufferPointer(plaintext), number: 0, with: key, context: context, &nonces,
        to: &bytes)
    }
  }

  private func seal(
    _ plaintext: UnsafeRawBufferPointer, number: UInt32, with key: SealingKey,
    context: [UInt8], _ nonces: inout Nonces, to bytes: inout [UInt8]
  ) throws(CryptoError) {
    guard plaintext.count <= longest else { throw .tooLarge }
    let count = sealedCount(of: plaintext.count)
    try bytes.append(addingCapacity: count) {
      (output: inout OutputSpan<UInt8>) throws(CryptoError) in
      try unsafe output.withUnsafeMutableBufferPointer {
        (buffer, initialized) throws(CryptoError) in
        let target = UnsafeMutableRawBufferPointer(buffer)
        try unsafe seal(
          plaintext, number: number, with: key, context: context, &nonces, into: target)
        initialized += count
      }
    }
  }

  // INVARIANT: `target` has room for ``sealedCount(of:)``.
  private func seal(
    _ plaintext: UnsafeRawBufferPointer, number: UInt32, with key: SealingKey,
    context: [UInt8], _ nonces: inout Nonces, into target: UnsafeMutableRawBufferPointer
  ) throws(CryptoError) {
    let bodySize = bodySize(of: plaintext.count)
    unsafe target.storeBytes(of: Self.version, as: UInt8.self)
    unsafe target.storeBytes(of: Self.algorithm, toByteOffset: 1, as: UInt8.self)
    if isNumbered {
      unsafe target.storeBytes(of: number.bigEndian, toByteOffset: 2, as: UInt32.self)
    }
    guard let base = target.baseAddress else { throw .malformed }
    let nonce = unsafe base + headerSize
    let body = unsafe nonce + SealingKey.nonceSize
    try unsafe nonces.take(to: nonce)
    if let start = plaintext.baseAddress {
      unsafe body.copyMemory(from: start, byteCount: plaintext.count)
    }
    let padding = bodySize - plaintext.count
    unsafe (body + plaintext.count).initializeMemory(as: UInt8.self, repeating: 0, count: padding)
    if isPadded {
      unsafe body.storeBytes(of: 0x80, toByteOffset: plaintext.count, as: UInt8.self)
    }
    do throws(CryptoError) {
      try unsafe key.seal(body, count: bodySize, nonce: nonce, context: context)
    } catch {
      // The plaintext is in the buffer, and the buffer is about to be freed.
      unsafe cvc_wipe(body, bodySize)
      throw error
    }
  }

  /// Opens what ``seal(_:number:with:context:)-(_,_,_,FieldEncoder)`` made.
  ///
  /// - Throws: ``CryptoError/authenticationFailed`` if any bit, the key or the context differs.
  func open(
    _ sealed: [UInt8], with key: SealingKey, context: [UInt8], home: SecretBytes.Home
  ) throws(CryptoError) -> SecretBytes {
    _ = try checkHeader(sealed)
    var plaintext = try SecretBytes(count: sealed.count - overhead, in: home)
    let opened = unsafe plaintext.withMutableBytes { output in
      unsafe decrypt(sealed, with: key, context: context, into: output)
    }
    plaintext.shorten(to: try opened.get())
    return plaintext
  }

  /// Opens into an array, for plaintext that is no key.
  func openBytes(
    _ sealed: [UInt8], with key: SealingKey, context: [UInt8]
  ) throws(CryptoError) -> [UInt8] {
    _ = try checkHeader(sealed)
    var plaintext = [UInt8](repeating: 0, count: sealed.count - overhead)
    let opened = unsafe plaintext.withUnsafeMutableBytes { output in
      unsafe decrypt(sealed, with: key, context: context, into: output)
    }
    plaintext.removeLast(plaintext.count - (try opened.get()))
    return plaintext
  }

  // INVARIANT: the header was checked, so `sealed` holds the overhead, and `output` the rest.
  private func decrypt(
    _ sealed: [UInt8], with key: SealingKey, context: [UInt8],
    into output: UnsafeMutableRawBufferPointer
  ) -> Result<Int, CryptoError> {
    unsafe sealed.withUnsafeBytes { bytes in
      guard let base = bytes.baseAddress, let target = output.baseAddress else {
        return .failure(.malformed)
      }
      let nonce = unsafe base + headerSize
      let body = unsafe UnsafeRawBufferPointer(
        rebasing: bytes[(headerSize + SealingKey.nonceSize)...])
      do throws(CryptoError) {
        try unsafe key.open(body, nonce: nonce, context: context, into: target)
        guard isPadded else { return .success(output.count) }
        return .success(try unsafe Padding.unpaddedCount(of: UnsafeRawBufferPointer(output)))
      } catch {
        return .failure(error)
      }
    }
  }
}
