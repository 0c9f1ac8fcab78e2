import VaultCrypto
import VaultLedger
import VaultStore

/// What an export of the ledger did.
public struct LedgerExport: Hashable, Sendable {
  /// How many leaves the ledger has.
  public let size: UInt64
  /// How many of them are in the directory; all, unless the export was ended early.
  public internal(set) var exported: UInt64 = 0
  /// Files that were written; those of an earlier export stay as they are.
  public internal(set) var written = 0
}

extension Vault {
  /// Writes the ledger as a directory of tiles (C2SP tlog-tiles), from which anybody computes every proof:
  /// `checkpoint`, `tile/<level>/<number>`, `tile/entries/<number>`.
  ///
  /// Full tiles are written once, so that a later export, or one after an interruption, goes on from
  /// there; the checkpoint comes last. The leaves are as they were hashed: time, actor and purpose of each
  /// can be read, whom it is about cannot. A cancelled task ends it after the tile at hand.
  ///
  /// - Parameters:
  ///   - directory: a new one, or one of an earlier export of this ledger.
  ///   - progress: gets what was done, tile by tile.
  /// - Returns: what was done.
  /// - Throws: ``VaultError`` `OWNER_KEY_NEEDED`, `EXPORT_PLACE_INVALID`; `CHECKPOINT_FOREIGN`,
  ///   `LEDGER_FORKED`, `VAULT_ROLLED_BACK` if the directory's checkpoint is not one of this ledger's past;
  ///   `INTEGRITY` if a tile does not lead to the checkpoint. Nothing that is there is overwritten then.
  public func exportLedger(
    to directory: String, progress: (LedgerExport) -> Void = { _ in }
  ) async throws(VaultError) -> LedgerExport {
    let note = try await checkpoint()
    return try atTheDoor {
      let head = try Checkpoint(parsing: SignedNote(parsing: note).text)
      let folder = try TileFolder(directory)
      if let earlier = try folder.read("checkpoint", limit: SignedNote.longest + 1) {
        _ = try verifyLedger(against: String(decoding: earlier, as: UTF8.self))
      }
      var export = LedgerExport(size: head.size)
      guard try store.read({ try $0.ledgerRoot(ofSize: head.size) }) == head.root else {
        throw StoreError.integrity("the ledger's tree")
      }
      for level in TilePlace.levels {
        var first: UInt64 = 0
        while let tile = TilePlace(holding: first, onLevel: level, ofTreeOf: head.size) {
          guard !Task.isCancelled else { return export }
          export.written += try write(tile, of: head, to: folder)
          first += tile.width
          if level == 0 { export.exported = first }
          progress(export)
        }
      }
      try folder.write(Array(note.utf8), to: "checkpoint")
      export.written += 1
      return export
    }
  }

  /// - Returns: how many files were written.
  private func write(_ tile: TilePlace, of head: Checkpoint, to folder: TileFolder) throws -> Int {
    let paths = tile.level == 0 ? [tile.path, tile.entriesPath] : [tile.path]
    guard !paths.allSatisfy({ folder.has($0) }) else { return 0 }
    // A snapshot for each tile: what is in a tile never changes, and a long one would hold up the log.
    let (hashes, leaves) = try store.read { snapshot in
      let hashes = try snapshot.hashes(of: tile)
      if tile.isFull {
        // Every full tile hangs on the level above, and the last ones on the root.
        var tree = snapshot.tree(ofSize: head.size)
        guard
          try tile.level == TilePlace.levels.upperBound
            || tree.hash(tile.number, onLevel: tile.level + 1) == MerkleTree.root(of: hashes)
        else { throw StoreError.integrity("a tile") }
      }
      return (hashes, tile.level == 0 ? try snapshot.leaves(of: tile, hashes) : [])
    }
    var written = 0
    for (path, bytes) in zip(paths, [hashes.flatMap(\.bytes), leaves]) where !folder.has(path) {
      try folder.write(bytes, to: path)
      written += 1
    }
    return written
  }
}
