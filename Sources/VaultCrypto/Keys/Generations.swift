internal import VaultModel

/// What a chain took over from its keyring: which generations there are, and the roots that they come
/// from.
///
/// A value; ``KeyChain/adopt(_:)`` puts a newer one in its place.
struct Generations: Sendable {
  let keyring: UInt64
  let wrap: [KeyGeneration]
  let page: [KeyGeneration]
  let purposes: [PurposeGeneration]
  let logKeys: [LogKey]
  /// The root that the slot holds.
  let rootNumber: UInt32
  /// The root that a rotation leads to, if one is under way.
  let pendingRoot: UInt32?
  /// The keys of the other roots, by number; empty without an owner's slot.
  let otherRoots: [UInt32: RootKeys]

  init(_ content: KeyringContent, roots: RootKeys) throws(CryptoError) {
    keyring = content.generation
    wrap = content.wrapGenerations
    page = content.pageGenerations
    purposes = content.purposeGenerations
    logKeys = content.logKeys
    rootNumber = content.rootNumber
    pendingRoot = content.roots.first { $0.state == .pending }?.number
    var others: [UInt32: RootKeys] = [:]
    if let present = roots.root {
      for sealed in content.roots {
        let root = try sealed.open(under: present, vault: content.vault)
        others[sealed.number] = try RootKeys(root: root, vault: content.vault)
          .keepingFirst(roots)
      }
    }
    otherRoots = others
  }

  /// The generations of a purpose that come from `root`, the one that is written under first; nil
  /// stands for the root key of the purpose without a salt.
  func purpose(_ label: Identifier, root: UInt32) -> [KeyGeneration?] {
    let own = purposes.filter { $0.label == label && $0.generation.root == root }
      .map(\.generation)
    let current = own.first { $0.state == .current }
    return own.filter { $0.state == .pending } + [current] + own.filter { $0.state == .old }
  }
}
