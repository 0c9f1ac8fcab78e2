package import VaultModel

extension KeyChain {
  /// Authenticates a stored policy, so that a swapped one is found.
  package func policyMAC(_ message: [UInt8]) throws(CryptoError) -> Digest {
    try Self.policyKey(liveRoots()[0], vault).code(policyFields(message))
  }

  /// Whether `code` authenticates a stored policy, in constant time.
  package func verifiesPolicy(
    _ code: Digest, of message: [UInt8]
  ) throws(CryptoError) -> Bool {
    let fields = policyFields(message)
    for root in try liveRoots() {
      if try Self.policyKey(root, vault).verifies(code.bytes, of: fields) { return true }
    }
    return false
  }

  private static func policyKey(
    _ roots: RootKeys, _ vault: Identifier
  ) throws(CryptoError) -> MACKey {
    MACKey(try roots.state.expand(info: RootKeys.info("policy-key", vault)))
  }

  private func policyFields(_ message: [UInt8]) -> FieldEncoder {
    // The message may be longer than a field: its digest stands for it.
    var fields = FieldEncoder("cvault/v1/policy")
    fields.append(vault)
    fields.append(SHA256.digest(of: message))
    return fields
  }

  /// Authenticates an anchor under K_anchor.
  package func anchorMAC(_ message: [UInt8]) throws(CryptoError) -> Digest {
    try MACKey(liveRoots()[0].anchor).code(Self.anchorFields(message))
  }

  /// Whether `code` authenticates an anchor, in constant time.
  func verifiesAnchor(_ code: some Collection<UInt8>, of message: [UInt8]) throws(CryptoError)
    -> Bool
  {
    let fields = Self.anchorFields(message)
    for root in try liveRoots() {
      if try MACKey(root.anchor).verifies(code, of: fields) { return true }
    }
    return false
  }

  private static func anchorFields(_ message: [UInt8]) -> FieldEncoder {
    var fields = FieldEncoder("cvault/v1/anchor")
    fields.append(message)
    return fields
  }
}
