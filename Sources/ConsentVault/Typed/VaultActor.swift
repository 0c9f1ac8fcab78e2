import VaultPolicy
import VaultStore

/// An actor at the vault, for one purpose.
///
/// Make it once and ask as often as you like: the names of a question are looked up once for each
/// version of the policy. It may be shared between threads and tasks.
///
/// ```swift
/// let campaign = try vault.actor(.campaignEngine, for: Marketing.Newsletter.self)
/// switch try await campaign.access(customer, [.contactEmail], via: .email) {
/// case .permitted(let disclosure): disclosure.withBytes(of: .contactEmail) { send($0) }
/// case .denied(let refusal): log(refusal.codes)
/// }
/// ```
public struct VaultActor<P: Purpose>: Sendable {
  /// Who asks; asserted by the application, not authenticated by the vault.
  public let name: P.Actor
  let vault: Vault
  private let known = KnownQuestions<P>()

  init(_ name: P.Actor, at vault: Vault) {
    self.name = name
    self.vault = vault
  }

  func bound(_ question: Question<P>) -> BoundRequest {
    known.request(for: question) { question.request(by: name) }
  }
}

extension Vault {
  /// Lets an actor ask for the data of a purpose, if the policy permits it to.
  ///
  /// - Parameters:
  ///   - actor: one of those that the policy lists for the purpose; another does not compile.
  ///   - purpose: a purpose that the plugin wrote from the policy file.
  /// - Returns: the actor, ready to ask.
  /// - Throws: ``VaultError`` `POLICY_MISMATCH` if the vault is under a policy of another name. Another
  ///   version is no error: names are looked up in the version in force.
  public func actor<P: Purpose>(
    _ actor: P.Actor, for purpose: P.Type
  ) throws(VaultError) -> VaultActor<P> {
    try atTheDoor {
      let name = try store.read { try policy(in: $0).policy.name }
      guard name == P.policy else {
        throw VaultError(
          .usage, "POLICY_MISMATCH", "the vault is under the policy `\(name)`, not `\(P.policy)`",
          hint: "build the application with the policy file of this vault")
      }
      return VaultActor(actor, at: self)
    }
  }
}

/// What an actor asks about each subject, in the policy's own types.
struct Question<P: Purpose>: Hashable, Sendable {
  let categories: [P.Category]
  let channel: P.Channel?
  let recipient: P.Recipient?
  let operation: P.Operation?
  let mode: Request.Mode

  init(
    _ categories: [P.Category], via channel: P.Channel?, to recipient: P.Recipient?,
    doing operation: P.Operation?, _ mode: Request.Mode
  ) {
    self.categories = categories
    self.channel = channel
    self.recipient = recipient
    self.operation = operation
    self.mode = mode
  }

  func request(by actor: P.Actor) -> Request {
    Request(
      actor: actor.rawValue, purpose: P.name, categories: categories.map(\.rawValue),
      operation: operation?.rawValue ?? "use", recipient: recipient?.rawValue ?? "self",
      channel: channel?.rawValue, mode: mode)
  }
}
