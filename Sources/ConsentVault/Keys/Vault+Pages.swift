import VaultCrypto
import VaultLedger
import VaultStore

/// What renewing the pages did.
public struct PageRenewal: Hashable, Sendable {
  /// The number of the key under which every page lies now.
  public let epoch: UInt32
  /// The leaf that tells of it: what was erased before the renewal began is beyond reach in every block of
  /// the disk that once held it.
  public let leaf: UInt64
}

extension Vault {
  /// Seals every page of the database anew and destroys the key of the pages before: what erasures left in
  /// freed blocks of the disk no longer opens.
  ///
  /// It rewrites the whole file while nobody else writes, and needs a moment in which nobody reads. Where
  /// it is interrupted, or a reader comes in its way, the next call goes on.
  ///
  /// - Returns: the new key's number and the leaf.
  /// - Throws: ``VaultError`` `OWNER_KEY_NEEDED`; `BUSY` if a reader is in the way: then the older key
  ///   still opens what it sealed.
  @discardableResult
  public func renewPages() async throws(VaultError) -> PageRenewal {
    try await atTheDoor {
      try requireOwner()
      guard !options.isRehearsal else { throw VaultError.noRehearsal }
      if !(try Keyring.read(store.directory.keyring).isRenewingPages) {
        // Nothing is begun in a vault that is busy.
        guard try store.scrub() else { throw VaultError.pagesBusy }
        _ = try await beginRotation(of: .page)
      }
      let chain = keys
      let isDone = try await store.rewritePages { try $0.endingPageRenewal(chain: chain) }
      guard isDone else { throw VaultError.pagesBusy }
      let epoch = chain.currentPageEpoch
      let leaf = try await store.write { [self] transaction in
        let leaf = try transaction.append(
          .keyEvent, about: nil, actor: options.typist, policy: transaction.policyNumber(),
          detail: LeafDetail(text: "every page renewed under key \(epoch)"))
        // INVARIANT: counted from the epoch's first page, not its last: what was put and erased while
        // pages were renewed may lie in freed blocks under the key that is kept.
        if let begun = try transaction.milestones(.pageEpochBegun).last {
          try transaction.record(Milestone(.pageEpoch, leaf: begun.leaf))
        }
        return leaf
      }
      return PageRenewal(epoch: epoch, leaf: leaf)
    }
  }
}

extension Vault {
  /// Whether a renewal of the pages was begun and is not finished.
  package func isRenewingPages() throws(VaultError) -> Bool {
    try atTheDoor { try Keyring.read(store.directory.keyring).isRenewingPages }
  }
}

extension VaultError {
  fileprivate static let pagesBusy = VaultError(
    .busy, "BUSY", "somebody is reading the vault, so its pages cannot be renewed yet",
    hint:
      "try again in a moment; nothing is lost, and the older page key still opens what it sealed")

  static let noRehearsal = VaultError(
    .usage, "NO_DRY_RUN", "keys cannot be rotated in a dry run", hint: "open the vault without it")
}
