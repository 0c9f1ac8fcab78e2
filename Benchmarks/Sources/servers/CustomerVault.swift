import ConsentVault
import Measuring

/// The customers' records in a vault: the same records, purposes and consents as in the servers.
final class CustomerVault {
  private static let request = Request(
    actor: "campaign", purpose: "news-\(Customers.purpose)",
    categories: ["data.c\(Customers.category(of: Customers.purpose))"])

  private let vault: Vault

  /// Makes the vault at `path`, and fills it.
  init(at path: String, _ customers: Customers) async throws {
    var options = Vault.Options()
    options.durability = .crashSafe
    vault = try Vault.create(
      at: path, compiledPolicy: Customers.policy, notices: ["news.en": "We write to you."],
      keyFile: path + ".key", options: options, keepRecoveryCode: { _ in })
    let vault = vault
    let names = try customers.names.map { try SubjectID($0) }
    try await together(names) { name in
      _ = try await vault.grant(
        name, Grant(purpose: "account", notice: "news.en", method: "web-form"))
      let values = (0..<Customers.categories).map {
        NewValue(category: "data.c\($0)", bytes: Customers.value)
      }
      _ = try await vault.put(name, values)
    }
    for purpose in 0..<Customers.purposes {
      let grant = Grant(purpose: "news-\(purpose)", notice: "news.en", method: "web-form")
      try await together(customers.givers(of: purpose).map { try SubjectID($0) }) {
        _ = try await vault.grant($0, grant)
      }
    }
  }

  /// One read in a snapshot and a leaf transaction of its own, on this thread.
  func readNow(_ name: SubjectID) throws -> Int {
    bytes(in: try vault.accessNow(name, Self.request))
  }

  /// Reads of many, a batch at a time.
  func read(_ names: [SubjectID], batch: Int) async throws -> Int {
    var sum = 0
    try await vault.access(names, Self.request, batch: batch) { sum += bytes(in: $1) }
    return sum
  }

  /// Everybody whom the purpose may reach, found by the vault itself, and then read.
  func readPurpose() async throws -> Int {
    var names: [SubjectID] = []
    try vault.eachContactable(for: "news-\(Customers.purpose)", as: "campaign") {
      names.append($0.subject)
      return true
    }
    return try await read(names, batch: 256)
  }

  private func bytes(in access: consuming Access<AnyPurpose>) -> Int {
    switch consume access {
    case .permitted(let disclosure): disclosure.withBytes(of: 0) { $0.byteCount }
    case .denied: 0
    }
  }

  private func together(
    _ names: [SubjectID], _ body: @escaping @Sendable (SubjectID) async throws -> Void
  ) async throws {
    try await withThrowingTaskGroup(of: Void.self) { group in
      var running = 0
      for name in names {
        if running == 256 { try await group.next() } else { running += 1 }
        group.addTask { try await body(name) }
      }
      try await group.waitForAll()
    }
  }
}
