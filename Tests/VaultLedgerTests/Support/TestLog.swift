import VaultCrypto
import VaultLedger
import VaultModel

/// A log of numbered leaves with a key of its own, which signs whatever a test asks for.
struct TestLog {
  let chain: KeyChain
  let key: VerifierKey
  let leaves: [[UInt8]]

  init(_ origin: String = "shop/00112233445566778899aabbccddeeff", leaves count: Int) throws {
    let made = try Keyring.create(
      vault: identifier(from: 0), secret: .keyFile(SecretBytes.random(count: KeyFile.secretSize)))
    chain = made.chain
    key = try VerifierKey(name: origin, publicKey: made.chain.logPublicKey)
    leaves = numberedLeaves(count)
  }

  var hashes: [Digest] { leaves.map { SHA256.leaf($0) } }

  func checkpoint(ofSize size: Int? = nil, origin: String? = nil) -> Checkpoint {
    let size = size ?? leaves.count
    return Checkpoint(
      origin: origin ?? key.name, size: UInt64(size),
      root: MerkleTree.root(of: Array(hashes.prefix(size))))
  }

  /// Signs any text under any name.
  func sign(_ text: String, as name: String? = nil) throws -> SignedNote {
    let key = try VerifierKey(name: name ?? key.name, publicKey: key.publicKey)
    return SignedNote(
      text: text,
      signatures: [
        NoteSignature(
          name: key.name, keyID: key.keyID, signature: try chain.sign(Array(text.utf8)))
      ])
  }

  func note(ofSize size: Int? = nil) throws -> SignedNote {
    try sign(checkpoint(ofSize: size).text)
  }

  func inclusion(of index: Int, ofSize size: Int? = nil) throws -> InclusionProof {
    let tree = Array(hashes.prefix(size ?? leaves.count))
    return InclusionProof(
      leaf: leaves[index], index: UInt64(index),
      hashes: MerkleTree.inclusionProof(of: index, in: tree) ?? [],
      checkpoint: try note(ofSize: size))
  }

  func consistency(from old: Int) throws -> ConsistencyProof {
    ConsistencyProof(
      oldSize: UInt64(old), hashes: MerkleTree.consistencyProof(from: old, in: hashes) ?? [],
      checkpoint: try note())
  }
}
