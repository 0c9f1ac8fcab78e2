import VaultCrypto
import VaultStore

/// What the doctor says about the files: what they show, who else touches them, and what would notice an
/// old copy.
extension Vault {
  /// Whether the pages are sealed, and what shows all the same (THREAT_MODEL.md).
  func pages() throws -> Finding {
    guard try store.directory.databaseIsSealed() else {
      return Finding(
        "page-encryption",
        bad:
          "the database's pages are not sealed: the file shows schema, purposes, times and counts",
        hint: "convert the vault, or keep it on an encrypted disk")
    }
    return Finding(
      "page-encryption",
      good: """
        every page is sealed; what shows all the same: the sizes of database and log, when and how much \
        is written, the numbers of the pages in the log, a checksum of new pages in `data.db-shm`, which \
        pages a running program touches, and in `keyring` and `anchor` the vault's id, its slots, and \
        the ledger's size and time
        """)
  }

  /// Whether both halves of the keyring are whole, and what opens everything.
  func keyring() throws -> Finding {
    let keyring = try Keyring.read(store.directory.keyring)
    guard !keyring.needsRepair else {
      return Finding(
        "keyring", bad: "one of the two copies in the keyring is damaged; the other opens",
        hint: "look at the disk, then let `cvault keys add` write both anew")
    }
    let owners = keyring.slots.filter(\.kind.isOwner)
    let kinds = owners.map { "\($0.number) \($0.kind.name)" }.joined(separator: ", ")
    return Finding(
      "keyring", good: "both copies are whole; \(owners.count) slots open everything: \(kinds)")
  }

  func outsideAnchor() throws -> Finding {
    guard let outside = try store.outsideAnchor() else {
      return Finding(
        "outside-anchor",
        good: """
          no anchor outside the directory was named: a rollback of the whole directory would not be seen \
          (`cvault ledger anchor`)
          """)
    }
    let size = try store.read { try $0.ledgerEnd().size }
    return Finding(
      "outside-anchor",
      good: "an anchor outside the directory knows \(outside.ledgerSize) of \(size) leaves")
  }

  /// Our programs hold `lock` open; one that locks or writes the database without it disturbs the order of
  /// commits and checkpoints.
  func foreignWriters() -> Finding {
    let others = store.directory.foreignProcesses()
    guard others.isEmpty else {
      let list = others.map(String.init).joined(separator: ", ")
      return Finding(
        "foreign-writers", bad: "a program that is not ours has the database open: process \(list)",
        hint: "only cvault and programs with this library may open `data.db`; stop the other one")
    }
    return Finding("foreign-writers", good: "no other program was seen at the database")
  }
}
