import Synchronization
import VaultCrypto
import VaultPolicy

/// A request whose names are looked up once for each version of the policy.
final class BoundRequest: Sendable {
  let request: Request
  private let latest = Mutex<Inquiry?>(nil)

  init(_ request: Request) { self.request = request }

  /// What looks it up for a vault.
  func inquiry(of vault: Vault) -> Vault.Resolving {
    { [self] in inquiry(under: $0, openedBy: vault.keys) }
  }

  private func inquiry(under policy: CompiledPolicy, openedBy keys: KeyChain) -> Inquiry {
    // By identity: a number is its policy's own only once that is committed.
    if let latest = latest.withLock({ $0 }), latest.policy === policy { return latest }
    let inquiry = Inquiry(request, under: policy, openedBy: keys)
    latest.withLock { $0 = inquiry }
    return inquiry
  }
}

/// The questions that an actor asked before: in practice one or two.
final class KnownQuestions<P: Purpose>: Sendable {
  /// A program that makes up ever new questions shall not fill the memory.
  private static var most: Int { 16 }

  private let known = Mutex<[(question: Question<P>, request: BoundRequest)]>([])

  func request(for question: Question<P>, make: () -> Request) -> BoundRequest {
    known.withLock { known in
      if let found = known.first(where: { $0.question == question }) { return found.request }
      let request = BoundRequest(make())
      if known.count == Self.most { known.removeFirst() }
      known.append((question, request))
      return request
    }
  }
}
