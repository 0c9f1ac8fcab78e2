import ConsentVault
import ConsentVaultTesting
import VaultLedger
import VaultStore

/// One thing that a vault does, in the smallest piece that somebody pays for.
struct Operation {
  let name: String
  let run: (any Meter) async throws -> Void

  init(_ name: String, _ run: @escaping (any Meter) async throws -> Void) {
    self.name = name
    self.run = run
  }

  static func all(_ decisions: Decisions, _ market: Market) -> [Operation] {
    decide(decisions) + read(market) + change(market) + keep(market)
  }

  private static func decide(_ decisions: Decisions) -> [Operation] {
    [
      // So short that a thousand share a sample.
      Operation("decision, in numbers") { meter in
        for _ in 0..<meter.calls(100) { meter.time(1_000, decisions.decideInNumbers) }
      },
      Operation("decision, by names") { meter in
        for _ in 0..<meter.calls(100) { meter.time(1_000, decisions.decideByNames) }
      },
    ]
  }

  private static func read(_ market: Market) -> [Operation] {
    let vault = market.test.vault
    // So few that their pages stay in SQLite's cache.
    let few = Array(market.readers.prefix(20))
    let batches = stride(from: 0, to: market.readers.count - 255, by: 256).map {
      market.readers[$0..<$0 + 256]
    }
    return [
      Operation("check, cached") { meter in
        try await meter.aside { for subject in few { try market.read(subject, from: vault) } }
        for index in 0..<meter.calls(1_000) {
          try meter.time(1) {
            let decision = try vault.check(few[index % few.count], Market.request)
            precondition(decision.verdict == .permit)
          }
        }
      },
      Operation("guarded read, cached") { meter in
        try await meter.aside { for subject in few { try market.read(subject, from: vault) } }
        for index in 0..<meter.calls(1_000) {
          try meter.time(1) { try market.read(few[index % few.count], from: vault) }
        }
      },
      Operation("guarded read, of many") { meter in
        for index in 0..<meter.calls(1_000) {
          let subject = market.readers[index % market.readers.count]
          try meter.time(1) { try market.read(subject, from: vault) }
        }
      },
      // The first of a vault just opened: nothing is in a cache, its own or SQLite's, but the kernel's.
      Operation("check, cold") { meter in
        for index in 0..<meter.calls(12) {
          let fresh = try await meter.aside(market.opened)
          try meter.time(1) {
            let decision = try fresh.check(market.readers[index], Market.request)
            precondition(decision.verdict == .permit)
          }
        }
      },
      Operation("guarded read, cold") { meter in
        for index in 0..<meter.calls(12) {
          let fresh = try await meter.aside(market.opened)
          try meter.time(1) { try market.read(market.readers[index], from: fresh) }
        }
      },
      Operation("guarded read, batch of 256") { meter in
        for index in 0..<meter.calls(20) {
          try await meter.time(
            256, waiting: { try await market.read(batches[index % batches.count]) })
        }
      },
    ]
  }

  private static func change(_ market: Market) -> [Operation] {
    let vault = market.test.vault
    // As often where instructions are counted: of 25, too few may be spared a split page to compare runs by.
    func each(
      _ name: String, calls: Int = 100, of whom: @escaping () throws -> SubjectID,
      _ change: @escaping (SubjectID) async throws -> Void
    ) -> Operation {
      Operation(name) { meter in
        for _ in 0..<calls {
          let subject = try whom()
          try await meter.time(1, waiting: { try await change(subject) })
        }
      }
    }
    return [
      each("grant", of: market.newcomer) { _ = try await vault.grant($0, Market.grant(0)) },
      each("put", of: market.somebody) { _ = try await vault.put($0, [Market.value]) },
      each("revoke", of: market.somebody) {
        let revocation = try await vault.revoke($0, purpose: "news-0", reason: "measured")
        precondition(revocation.closed.count == 1)
      },
      each("erase", calls: 15, of: market.somebody) {
        let erasure = try await vault.erase($0)
        precondition(erasure.values == 1)
      },
      Operation("sweep, of 100 due") { meter in
        for _ in 0..<meter.calls(5) {
          try await meter.aside {
            // What others have left to do is not this sweep's.
            _ = try await vault.sweep()
            try await market.overdue(100)
          }
          try await meter.time(
            100,
            waiting: {
              let report = try await vault.sweep()
              precondition(report.expired == 100 && report.erasedValues == 100)
            })
        }
      },
    ]
  }

  private static func keep(_ market: Market) -> [Operation] {
    let vault = market.test.vault
    func append(_ count: Int) throws {
      try vault.store.writeNow { transaction in
        for _ in 0..<count {
          _ = try transaction.append(
            .permit, about: nil, actor: "campaign", purpose: "news-7", policy: 1,
            detail: LeafDetail(categories: ["contact.email"]))
        }
      }
    }
    return [
      Operation("ledger append, alone") { meter in
        for _ in 0..<meter.calls(100) { try meter.time(1) { try append(1) } }
      },
      Operation("ledger append, of 256") { meter in
        for _ in 0..<meter.calls(10) {
          try await meter.time(256, waiting: { try append(256) })
        }
      },
      Operation("ledger verify, a leaf") { meter in
        for _ in 0..<meter.calls(3) {
          let leaves = Int(try vault.statistics().ledgerSize)
          try await meter.time(
            leaves,
            waiting: {
              let report = try vault.verifyLedger()
              precondition(report.leaves == leaves)
            })
        }
      },
      Operation("open") { meter in
        for _ in 0..<meter.calls(20) { try meter.time(1) { _ = try market.opened() } }
      },
    ]
  }
}
