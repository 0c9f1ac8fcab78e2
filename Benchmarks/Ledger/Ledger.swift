import ConsentVault
import Measuring
import VaultLedger
import VaultModel
import VaultStore

/// What the ledger costs: to append to, to verify as a whole, to prove something of.
@main struct Ledger {
  private let arguments = Arguments()
  private let folder: TemporaryFolder

  static func main() async throws {
    guard Arguments().wants("ledger") else { return }
    let folder = TemporaryFolder()
    defer { folder.remove() }
    try await Ledger(folder: folder).run()
  }

  private func run() async throws {
    var contest = Contest()
    try addAppend(to: &contest)
    try await addVerify(to: &contest)
    try addProofs(to: &contest)
    try await contest.run(rounds: arguments.isQuick ? 3 : 7)
    Report.head("ledger", asJSON: arguments.asJSON)
    Report.print("ledger", contest.entries, asJSON: arguments.asJSON, ratios: false)
  }

  private func vault(_ name: String) throws -> Vault {
    let path = "\(folder.path)/\(name).vault"
    return try Vault.create(
      at: path, compiledPolicy: ShopPolicy.text,
      notices: ["news.en": "We write to you about news."], keyFile: path + ".key",
      options: Vault.Options(), keepRecoveryCode: { _ in })
  }

  // MARK: append

  private func addAppend(to contest: inout Contest) throws {
    let vault = try vault("append")
    for size in [256, 16, 1] {
      let count = (arguments.isQuick ? 2_560 : 25_600) / (size == 1 ? 10 : 1)
      contest.add("append, strict, \(size) in a transaction", count: count) {
        for _ in 0..<count / size { try Self.append(size, to: vault) }
      }
    }
  }

  /// Appends leaves as a release of data does, in one transaction.
  private static func append(_ count: Int, to vault: Vault) throws {
    try vault.store.writeNow { transaction in
      for _ in 0..<count {
        _ = try transaction.append(
          .permit, about: nil, actor: "campaign", purpose: "news-7", policy: 1,
          detail: LeafDetail(categories: ["contact.email"]))
      }
    }
  }

  // MARK: verify

  /// A vault as it is used: consents and values, and then releases, a hundred for each person.
  private func addVerify(to contest: inout Contest) async throws {
    let vault = try vault("verify")
    let subjects = try (0..<1_000).map { try SubjectID("customer-\(10_000_000 + $0)") }
    for subject in subjects {
      _ = try await vault.grant(
        subject, Grant(purpose: "news-7", notice: "news.en", method: "web-form"))
      _ = try await vault.put(
        subject, [NewValue(category: "contact.email", bytes: [UInt8](repeating: 0x61, count: 20))])
    }
    let request = Request(actor: "campaign", purpose: "news-7", categories: ["contact.email"])
    for _ in 0..<(arguments.isQuick ? 10 : 100) {
      try await vault.access(subjects[...], request, batch: 256) { _, access in
        switch consume access {
        case .permitted: break
        case .denied: preconditionFailure("a denial would make the figure too good")
        }
      }
    }
    let leaves = Int(try vault.verifyLedger().size)
    contest.add("verify all, \(leaves) leaves", count: leaves) {
      let report = try vault.verifyLedger()
      precondition(report.leaves == leaves)
    }
  }

  // MARK: proofs

  private func addProofs(to contest: inout Contest) throws {
    let vault = try vault("proofs")
    let size: UInt64 = arguments.isQuick ? 100_000 : 1_000_000
    while try vault.store.read({ try $0.ledgerEnd().size }) < size {
      try Self.append(256, to: vault)
    }
    var places = Shuffle(seed: 1)
    contest.add("prove a leaf of \(size)", count: 200) {
      for _ in 0..<200 {
        let leaf = UInt64.random(in: 0..<size, using: &places)
        try vault.store.read { snapshot in
          var tree = snapshot.tree(ofSize: size)
          let proof = try tree.inclusionProof(of: leaf)
          precondition(proof.count > 10)
        }
      }
    }
    contest.add("prove growth to \(size)", count: 200) {
      for _ in 0..<200 {
        let old = UInt64.random(in: 1..<size, using: &places)
        try vault.store.read { snapshot in
          var tree = snapshot.tree(ofSize: size)
          let proof = try tree.consistencyProof(from: old)
          precondition(!proof.isEmpty)
        }
      }
    }
  }
}
