import VaultCrypto
import VaultStore

/// What a restoration is made from, found and held against each other before anything is written.
struct RestoreSources {
  private let newest: ClaimedPart
  let holder: KeyHolder
  let keys: KeyChain
  /// The directory that the keys come from.
  let keysPath: String
  /// Where the ledger stood, by the holder of the keys.
  let ledgerSize: UInt64
  /// How far the other parts say that the vault has come.
  private let others: [BackupManifest]

  /// Finds the newest data part in a directory, and the newest key part unless one is named.
  ///
  /// `named` is a key part or a vault that has the keys, `clock` the one for that vault; `key` is an
  /// owner's.
  init(
    in folder: BackupFolder, keys named: String?, unlockedBy key: UnlockKey,
    clock: any TimeSource
  ) throws {
    let claims = try folder.claims()
    guard let newest = claims.newest(.data) else {
      throw StoreError(
        .backupMissing, "there is no data part in `\(folder.path)`",
        hint: "name the directory that `cvault backup` wrote to")
    }
    let source = try KeysSource(named, among: claims, in: folder)
    guard source.keyring.vault == newest.claim.manifest.vault else {
      throw VaultError(
        .integrity, "KEY_PART_OF_ANOTHER_VAULT",
        "`\(source.path)` does not belong to the vault of `\(newest.path)`",
        hint: "keep the backups of each vault in a directory of their own")
    }
    keys = try source.keyring.unlock(with: key.secret())
    guard keys.isOwner else { throw VaultError.needsOwner }
    (holder, ledgerSize) = try source.open(keys, clock)
    self.newest = newest
    keysPath = source.path
    let vault = keys.vault
    // Not verified: who forges one can stop a restoration, and let nothing through.
    others = claims.map(\.claim.manifest).filter { $0.vault == vault }
  }

  /// The newest data part, verified.
  ///
  /// After ``isBehind(_:)``: a part from after a change of the root key opens with none of older keys.
  func data() throws -> BackupPart { try newest.verified(by: keys) }

  /// Whether a part, or an anchor outside, says that the vault has come further than the keys' holder.
  func isBehind(_ anchor: Anchor?) -> Bool {
    var marks = others.map { ($0.ledgerSize, $0.keyringGeneration) }
    if let anchor { marks.append((anchor.ledgerSize, anchor.keyringGeneration)) }
    return marks.contains { $0.0 > ledgerSize || $0.1 > keys.keyringGeneration }
  }

  /// Whether the key part is not to be used any more at an instant.
  func isExpired(at time: Timestamp) -> Bool {
    guard case .part(let part) = holder else { return false }
    return part.manifest.expires <= time
  }
}

/// Where the keys are: a key part or a vault, not unlocked yet.
private struct KeysSource {
  private enum Place {
    case part(ClaimedPart)
    case vault(VaultDirectory)
  }

  private let place: Place
  let keyring: Keyring
  let path: String

  init(_ named: String?, among claims: [ClaimedPart], in folder: BackupFolder) throws {
    guard let named else {
      guard let newest = claims.newest(.keys) else {
        throw StoreError(
          .backupMissing, "there is no key part in `\(folder.path)`",
          hint: "name one, or a vault that has the keys, with --keys")
      }
      self = try KeysSource(newest)
      return
    }
    if try VaultDirectory.read(named + "/manifest", at: 0, count: 1) != nil {
      self = try KeysSource(ClaimedPart.read(named))
      return
    }
    self = try KeysSource(VaultDirectory.open(at: named))
  }

  private init(_ directory: VaultDirectory) throws {
    place = .vault(directory)
    path = directory.path
    keyring = try Keyring.read(directory.keyring)
  }

  private init(_ part: ClaimedPart) throws {
    guard part.claim.manifest.kind == .keys else {
      throw StoreError(
        .backupMissing, "`\(part.path)` is no key part",
        hint: "name a directory that ends in .cvkeys")
    }
    place = .part(part)
    path = part.path
    keyring = try part.keyring()
  }

  /// Verifies the part, or holds the vault against its anchor.
  func open(_ keys: KeyChain, _ clock: any TimeSource) throws -> (KeyHolder, UInt64) {
    switch place {
    case .part(let claimed):
      let part = try claimed.verified(by: keys)
      return (.part(part), part.manifest.ledgerSize)
    case .vault(let directory):
      let store = try Store.open(in: directory, keys: keys, clock: clock)
      return (.vault(directory), try store.read { try $0.ledgerEnd().size })
    }
  }
}

extension [ClaimedPart] {
  /// The one that claims to be furthest, of a kind.
  fileprivate func newest(_ kind: BackupManifest.Kind) -> ClaimedPart? {
    let mark = { (part: ClaimedPart) in
      (part.claim.manifest.ledgerSize, part.claim.manifest.keyringGeneration)
    }
    return filter { $0.claim.manifest.kind == kind }.max { mark($0) < mark($1) }
  }
}
