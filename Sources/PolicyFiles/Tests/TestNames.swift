import PolicyTools
import VaultModel
import VaultPolicy

/// Every name that tests of a policy may use.
struct TestNames {
  /// What is named; the raw value is the word for it in messages.
  enum Kind: String, CaseIterable {
    case purpose
    /// A purpose, or a group of them.
    case node = "purpose or group"
    case category, actor, recipient, channel, operation, origin, method, notice, obligation
    case rule = "`never` rule"

    init(_ dimension: TestDimension) {
      switch dimension {
      case .actors: self = .actor
      case .categories: self = .category
      case .recipients: self = .recipient
      case .channels: self = .channel
      case .operations: self = .operation
      case .origins: self = .origin
      case .methods: self = .method
      case .notices: self = .notice
      case .obligations: self = .obligation
      }
    }

    /// The code of a name that is not known.
    var code: PolicyProblem.Code {
      switch self {
      case .purpose, .node: .purposeUndeclared
      case .category: .categoryUndeclared
      case .actor: .actorUndeclared
      case .recipient: .recipientUndeclared
      case .channel: .channelUndeclared
      default: .valueInvalid
      }
    }
  }

  private let known: [Kind: Set<String>]
  private let leaves: [String: [String]]

  init(_ policy: Policy) {
    var known: [Kind: Set<String>] = [:]
    for dimension in TestDimension.allCases {
      known[Kind(dimension)] = Set(dimension.values(in: policy))
    }
    let purposes = Set(policy.purposes.map(\.name))
    known[.purpose] = purposes
    known[.node] = purposes.union(policy.groups.map(\.name))
    known[.category] = Set(policy.categories.map(\.name))
    known[.operation] = Set(Operation.allCases.map(\.rawValue))
    known[.rule] = Set(policy.never.map(\.id))
    self.known = known
    var leaves: [String: [String]] = [:]
    for leaf in policy.categories where leaf.isLeaf {
      for node in DottedName.lineage(leaf.name) { leaves[node, default: []].append(leaf.name) }
    }
    self.leaves = leaves
  }

  subscript(kind: Kind) -> Set<String> { known[kind] ?? [] }

  /// The leaves that a category stands for.
  func leaves(of category: String) -> [String] { leaves[category] ?? [] }
}
