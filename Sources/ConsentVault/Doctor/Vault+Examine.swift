import VaultCrypto
import VaultLedger
import VaultPolicy
import VaultStore

extension Vault {
  /// How much lag of the sweep is still well.
  private static let sweepLag = TimeSpan.days(2)
  /// The size from which a write-ahead log is called left over.
  private static let leftoverLog: Int64 = 64 << 20

  /// Looks the vault over: encryption, file modes, keyring, anchors, other writers, versions, clock, sweep, log,
  /// the rows of whom a purpose may reach.
  ///
  /// The proof of encryption opens a sample of the values and ids with the key, and looks for each
  /// of them in the raw bytes of every file of the vault. Without an owner's key that finding is
  /// bad.
  ///
  /// - Returns: one finding for each check, good or bad.
  /// - Throws: ``VaultError`` if the vault cannot be looked at, or does not fit together.
  public func examine() throws(VaultError) -> [Finding] {
    try atTheDoor {
      var findings = [try encryption(), try pages(), try fileModes(), try keyring()]
      findings += [try outsideAnchor(), foreignWriters(), try clock(), try sweepState()]
      findings += [try log(), memory(), try policyFinding(), try policyKey(), try candidates()]
      findings.append(versions())
      return findings
    }
  }

  private func encryption() throws -> Finding {
    guard keys.isOwner else {
      return Finding(
        "encryption", bad: "only an owner's key can prove that no plaintext is in the files",
        hint: "run this with an owner's key")
    }
    let needles = try store.read { try plaintextNeedles(in: $0, most: 500) }
    let scan = PlaintextScan(needles)
    var hits = 0
    // INVARIANT: not the log's index, which holds page numbers alone: closing any descriptor of it gives up the
    // locks that this process holds on it, and with them SQLite's (sqlite.org/howtocorrupt.html, section 2.2).
    for file in store.directory.files where file != store.directory.index {
      hits += try scan.count(in: file)
    }
    guard hits == 0 else {
      return Finding(
        "encryption", bad: "\(hits) pieces of customers' data stand in clear in the vault's files",
        hint: "take the vault out of service, and report this")
    }
    return Finding(
      "encryption",
      good: "none of \(needles.count) values and ids was found in the raw bytes of the files")
  }

  /// Ids and values, opened, that are long enough not to occur by chance.
  private func plaintextNeedles(in snapshot: Snapshot, most: Int) throws -> [[UInt8]] {
    let registry = try policy(in: snapshot).registry
    var needles: [[UInt8]] = []
    var last: Identifier?
    while needles.count < most {
      let page = try snapshot.subjects(after: last, limit: 64)
      guard let final = page.last else { break }
      for subject in page {
        guard let wrapped = subject.wrapped else { continue }
        let key = try keys.unwrapSubjectKey(wrapped, for: subject.id)
        if let name = try name(of: subject) { needles.append(Array(name.utf8)) }
        for row in try snapshot.values(of: subject.id) {
          let plain = try key.open(row, of: subject, keys.vault, registry)
          needles.append(unsafe plain.withBytes { unsafe Array($0.prefix(64)) })
        }
      }
      last = final.tag
    }
    return Array(needles.filter { $0.count >= PlaintextScan.shortest }.prefix(most))
  }

  private func fileModes() throws -> Finding {
    do throws(StoreError) {
      try store.directory.checkFiles()
      return Finding("file-modes", good: "every file of the vault is its owner's alone")
    } catch {
      return Finding(
        "file-modes", bad: error.description,
        hint: error.hint ?? "look at the vault's directory")
    }
  }

  private func clock() throws -> Finding {
    let time = try store.read { try store.time(in: $0) }
    if !isTrusted(system: time.system, vault: time.vault) {
      return Finding(
        "clock", bad: "the system clock says \(time.system), the vault's time is \(time.vault)",
        hint: "set the clock; if the vault's time is wrong, `cvault clock reset --confirm NAME`")
    }
    if time.system.since(time.lastLeaf) > options.clockJump {
      return Finding(
        "clock", bad: "the system clock is far ahead of the newest leaf, of \(time.lastLeaf)",
        hint: "if the clock is right, `cvault sweep --confirm-clock`")
    }
    return Finding("clock", good: "the system clock agrees with the vault's time")
  }

  private func sweepState() throws -> Finding {
    let (due, time) = try store.read { snapshot in
      (try snapshot.earliestDue(), try store.time(in: snapshot).vault)
    }
    guard let due, time.since(due) > Self.sweepLag else {
      return Finding("sweep-lag", good: "nothing has been due for long")
    }
    return Finding(
      "sweep-lag", bad: "something has been due since \(due)",
      hint: "run `cvault sweep`, and look at its timer")
  }

  private func log() throws -> Finding {
    let size = try store.directory.size(of: store.directory.log) ?? 0
    guard size > Self.leftoverLog else {
      return Finding("write-ahead-log", good: "the write-ahead log is \(size) bytes")
    }
    return Finding(
      "write-ahead-log", bad: "the write-ahead log has grown to \(size) bytes",
      hint: "a reader holds it open, or the database was written by another program")
  }

  private func memory() -> Finding {
    SecureHeap.isLocked
      ? Finding("key-memory", good: "the memory that holds keys is locked")
      : Finding(
        "key-memory", bad: "the memory that holds keys cannot be locked and may be swapped out",
        hint: "raise the limit on locked memory (ulimit -l)")
  }

  private func policyFinding() throws -> Finding {
    let compiled = try store.read { try policy(in: $0) }
    let zoneless = compiled.allTerms.compactMap { terms in
      terms.quiet.flatMap { $0.zone == nil ? terms.definition.name : nil }
    }
    guard zoneless.isEmpty else {
      return Finding(
        "time-zones", bad: "there is no time zone data for \(zoneless.joined(separator: ", "))",
        hint: "install tzdata; until then these purposes are always in quiet hours")
    }
    return Finding("time-zones", good: "every time zone of the policy is known")
  }

  /// Reading the policy verifies its signature; here is told whether there is one.
  private func policyKey() throws -> Finding {
    let key = try store.read { try $0.policies().last?.signature?.key }
    guard let key else {
      return Finding("policy-key", good: "the vault has no policy key: policies need no signature")
    }
    return Finding("policy-key", good: "the policy in force is signed by \(key.name)")
  }

  private func candidates() throws -> Finding {
    let faults = try store.read { snapshot in
      try snapshot.candidateFaults(at: store.time(in: snapshot).vault)
    }
    guard faults > 0 else {
      return Finding(
        "candidates", good: "whom a purpose may reach is what permissions and states say")
    }
    return Finding(
      "candidates", bad: "\(faults) rows of whom a purpose may reach say what nobody recorded",
      hint: "look for another writer, and restore a backup; no access goes by these rows")
  }

  private func versions() -> Finding {
    Finding("versions", good: "\(CryptoLibrary.version), SQLite \(Store.sqliteVersion)")
  }
}
