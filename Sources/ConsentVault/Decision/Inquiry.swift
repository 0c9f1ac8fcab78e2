import VaultCrypto
import VaultLedger
import VaultModel
import VaultPolicy

/// What is asked, looked up under one version of the policy: the same for everybody whom it is asked about.
///
/// Its parts are stored one by one: reading one of them out of the request would copy all of it.
final class Inquiry: Sendable {
  let policy: CompiledPolicy
  let request: Request
  let resolved: ResolvedRequest
  /// Nil for a purpose that the policy does not know.
  let terms: CompiledPurpose?
  let categories: [CategoryNumber]
  /// Whether the person will be contacted.
  let isContact: Bool
  /// Whether the key that opened the vault opens the purpose's envelopes.
  let isOpen: Bool
  /// The names as a leaf holds them.
  let names: LeafNames
  /// The private part of a leaf that permits all that is asked, but for the permissions.
  private let permitted: [UInt8]?

  init(_ request: Request, under policy: CompiledPolicy, openedBy keys: KeyChain) {
    self.policy = policy
    self.request = request
    resolved = ResolvedRequest(request, in: policy)
    terms = resolved.terms
    categories = resolved.categories
    isContact = request.channel != nil
    isOpen = resolved.terms.map { keys.opens(purpose: $0.definition.name) } ?? true
    names = LeafNames(actor: request.actor.clipped, purpose: request.purpose.clipped)
    permitted = try? Self.detail(
      of: request, categories: categories.compactMap { policy.registry.name($0) }
    ).encoded()
  }

  /// Whether a request is this one to the byte: a leaf holds the names as they were spelled.
  func asks(_ other: Request) -> Bool {
    request.mode == other.mode && request.actor.isSpelled(other.actor)
      && request.purpose.isSpelled(other.purpose)
      && request.operation.isSpelled(other.operation)
      && request.recipient.isSpelled(other.recipient)
      && (request.channel ?? "").isSpelled(other.channel ?? "")
      && (request.channel == nil) == (other.channel == nil)
      && request.categories.count == other.categories.count
      && zip(request.categories, other.categories).allSatisfy { $0.isSpelled($1) }
  }

  /// What a leaf says of the request, whatever was decided.
  static func detail(of request: Request, categories: [String]) -> LeafDetail {
    LeafDetail(
      categories: categories, channel: request.channel?.clipped,
      recipient: request.recipient == "self" ? nil : request.recipient.clipped,
      operation: request.operation == "use" ? nil : request.operation.clipped)
  }

  /// The private part of the leaf of a permit of all that is asked, resting on one permission; nil if it is
  /// not to be had so simply.
  func detail(permittedBy permission: Identifier) -> [UInt8]? {
    guard var bytes = permitted else { return nil }
    LeafDetail.append(permission: permission, to: &bytes)
    return bytes
  }
}

extension String {
  /// Whether another text has the same bytes; for `==` two spellings of a letter are one.
  fileprivate func isSpelled(_ other: String) -> Bool { utf8.elementsEqual(other.utf8) }

  /// Cut to what a leaf will hold of a name that nobody has checked.
  var clipped: String {
    utf8.count <= 128 ? self : String(decoding: utf8.prefix(128), as: UTF8.self)
  }
}
