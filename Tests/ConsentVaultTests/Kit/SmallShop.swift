import ConsentVault
import ConsentVaultTesting
import VaultModel
import VaultPolicy

/// A policy so small that every request that it could be asked can be asked, and a vault under it.
enum SmallShop {
  static let time = instant("2026-06-01T12:00:00Z")
  static let people = ["anna", "ben", "carl"].map { subject($0) }

  static var policy: Policy {
    let leaf = { CategoryDefinition(name: $0, title: $0, sensitivity: $1) }
    return Policy(
      name: "small", version: version("1"),
      controller: Controller(name: "Small Shop", contact: "dpo@shop.example"),
      categories: [
        CategoryDefinition(name: "data", isLeaf: false), leaf("data.x", .normal),
        leaf("data.y", .normal), leaf("data.z", .special),
      ],
      channels: ["email", "post"],
      recipients: [RecipientDefinition(name: "courier", title: "C", role: .processor)],
      actors: [ActorDefinition(name: "a", title: "A"), ActorDefinition(name: "b", title: "B")],
      purposes: [
        PurposeDefinition(
          name: "care", title: "Care", benefit: "B", basis: .contract,
          categories: ["data.x", "data.y"], operations: [.use, .share],
          recipients: ["courier", "self"], actors: ["a"]),
        PurposeDefinition(
          name: "health", title: "Health", benefit: "B", basis: .consent,
          categories: ["data.x", "data.z"], actors: ["a"], consent: terms(100)),
        PurposeDefinition(
          name: "news", title: "News", benefit: "B", basis: .consent,
          categories: ["data.x", "data.y"], operations: [.use, .share, .profile],
          recipients: ["courier", "self"], channels: ["email", "post"],
          origins: Origin.implied + [.inferred], actors: ["a"], consent: terms(100)),
        PurposeDefinition(
          name: "watch", title: "Watch", benefit: "B", basis: .legitimateInterest,
          categories: ["data.y"], actors: ["b"],
          assessment: CivilDate("2026-12-31").map { Assessment(reference: "r", reviewBy: $0) }),
      ])
  }

  static func version(_ text: String) -> PolicyVersion {
    guard let version = PolicyVersion(text) else { preconditionFailure("no version: \(text)") }
    return version
  }

  private static func terms(_ days: Int64) -> ConsentTerms {
    ConsentTerms(maxLifetime: .days(days), methods: [.webForm, .explicitStatement])
  }

  /// The policy, changed, as a candidate.
  static func candidate(_ change: (inout Policy) -> Void) throws -> PolicySource {
    var changed = policy
    changed.version = version("2")
    change(&changed)
    // The reader's rules hold for it as they would for a file.
    let text = changed.canonicalJSON()
    return try TestPolicy(compiled: text, notices: []).source
  }

  /// A vault in which nobody has said anything yet.
  static func make() throws -> TestVault {
    let source = PolicySource(
      policy: policy, places: PolicyPlaces(file: "policy.yaml"), sourceText: "",
      notices: [Notice(id: "n", language: "en", text: "May we?")])
    return try TestVault(policy: TestPolicy(source), at: time)
  }

  static func grant(
    _ purpose: String, _ scope: ScopeNames = ScopeNames(), days: Int64 = 50,
    method: String = "web-form"
  ) -> Grant {
    Grant(
      purpose: purpose, scope: scope, end: .after(.days(days)), notice: "n.en", method: method)
  }

  /// Every request for one category that the names of two policies allow.
  static func requests(_ policies: [Policy]) -> [Request] {
    func names(_ each: (Policy) -> [String]) -> [String] { Set(policies.flatMap(each)).sorted() }
    let recipients = ["self"] + names { $0.recipients.map(\.name) }
    let channels: [String?] = [nil] + names(\.channels).map(Optional.some)
    var requests: [Request] = []
    for actor in names({ $0.actors.map(\.name) }) {
      for purpose in names({ $0.purposes.map(\.name) }) {
        for category in names({ $0.categories.filter(\.isLeaf).map(\.name) }) {
          for recipient in recipients {
            for operation in ["use", "share", "profile", "combine"] {
              requests += channels.map {
                Request(
                  actor: actor, purpose: purpose, categories: [category], operation: operation,
                  recipient: recipient, channel: $0)
              }
            }
          }
        }
      }
    }
    return requests
  }
}

extension Policy {
  /// Changes the purpose of a name.
  mutating func edit(_ purpose: String, _ change: (inout PurposeDefinition) -> Void) {
    for index in purposes.indices where purposes[index].name == purpose {
      change(&purposes[index])
    }
  }
}
