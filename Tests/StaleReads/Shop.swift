import ConsentVault
import Glibc
import VaultCrypto
import VaultModel
import VaultPolicy

/// The vault that is read and changed: a policy of two purposes, and people with a number each.
struct Shop {
  let folder: String

  var vaultPath: String { folder + "/stale.vault" }
  var keyFile: String { folder + "/owner.key" }

  /// Whether everybody shall come to an end.
  var hasEnded: Bool { unsafe access(folder + "/stop", F_OK) == 0 }

  static let news = Request(
    actor: "a", purpose: "marketing.news", categories: ["data.x"], channel: "email")
  /// The purpose that every other version of the policy keeps from its actor.
  static let mail = Request(
    actor: "a", purpose: "marketing.mail", categories: ["data.x"], channel: "email")

  static func person(_ number: Int) -> SubjectID {
    guard let id = try? SubjectID("person-\(number)") else { preconditionFailure("an id") }
    return id
  }

  /// A version of the policy; in odd ones nobody may ask for mail.
  static func policy(_ version: Int) throws -> PolicySource {
    guard let number = PolicyVersion("\(version)") else { preconditionFailure("a version") }
    func purpose(_ name: String, for actor: String) -> PurposeDefinition {
      PurposeDefinition(
        name: name, title: "T", benefit: "B", basis: .consent, categories: ["data.x"],
        channels: ["email"], actors: [actor],
        consent: ConsentTerms(maxLifetime: .days(100), methods: [.webForm]))
    }
    let policy = Policy(
      name: "stale", version: number,
      controller: Controller(name: "Shop", contact: "dpo@shop.example"),
      categories: [
        CategoryDefinition(name: "data", isLeaf: false),
        CategoryDefinition(name: "data.x", title: "X", sensitivity: .normal),
      ],
      channels: ["email"],
      actors: [ActorDefinition(name: "a", title: "A"), ActorDefinition(name: "b", title: "B")],
      groups: [PurposeGroup(name: "marketing", title: "M")],
      purposes: [
        purpose("marketing.mail", for: version % 2 == 0 ? "a" : "b"),
        purpose("marketing.news", for: "a"),
      ])
    // As the vault will read it.
    return PolicySource(
      policy: try Policy(canonicalJSON: policy.canonicalJSON()),
      places: PolicyPlaces(file: "policy.yaml"), sourceText: "",
      notices: [Notice(id: "n", language: "en", text: "May we?")])
  }

  static func grant(_ purpose: String, for span: TimeSpan? = nil) -> Grant {
    Grant(
      purpose: purpose, end: span.map { .after($0) } ?? .longest, notice: "n.en",
      method: "web-form")
  }

  func make() throws {
    let secret = try SecretBytes.random(count: KeyFile.secretSize)
    try KeyFile.write(secret, to: keyFile)
    let made = try Vault.create(
      at: vaultPath, policy: Self.policy(0), key: .keyFile(secret))
    try made.vault.close()
  }

  func open() throws -> Vault {
    var options = Vault.Options()
    // What counts is what a process sees; no power is cut here.
    options.durability = .crashSafe
    return try Vault.openNow(at: vaultPath, unlockedBy: .keyFile(keyFile), options: options)
  }
}
