package import VaultModel

/// A leaf with the proof that the ledger has it, and the signed checkpoint that the proof leads to.
package struct LedgerInclusion: Sendable {
  /// The bytes of the leaf.
  package let leaf: [UInt8]
  /// The leaf's index, from 0.
  package let index: UInt64
  /// From the leaf's sibling up (RFC 6962, section 2.1.1).
  package let proof: [Digest]
  /// The whole note of the checkpoint.
  package let checkpoint: String
}
