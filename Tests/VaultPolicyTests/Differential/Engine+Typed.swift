import VaultModel
import VaultPolicy

extension Engine {
  /// Whether the request asked in numbers alone, as by a caller whose purposes are types, is answered as it
  /// is by its names; nil if a name is none of the policy's, for which there are no types.
  func agreesInNumbers(_ request: Request, _ facts: Facts) -> Bool? {
    guard let typed = typed(request) else { return nil }
    let outcome = policy.decide(resolve(request), facts)
    var released: [CategoryNumber: ReleasedOrigins] = [:]
    var permissions: [CategoryNumber: Int] = [:]
    var reasons: [CategoryNumber: Reasons] = [:]
    let verdict = policy.decide(typed, facts) { answer in
      if let origin = answer.origin, let permission = answer.permission {
        released[answer.category, default: ReleasedOrigins()].append(origin, permission)
      } else {
        permissions[answer.category] = answer.permission
        reasons[answer.category] = answer.reasons
      }
    }
    return verdict.isPermit == outcome.isPermit && verdict.reasons == outcome.reasons
      && verdict.told == outcome.told && reasons.count == outcome.categories.count
      && outcome.categories.allSatisfy { category in
        reasons[category.number] == category.reasons
          && permissions[category.number] == category.permission
          && released[category.number] ?? ReleasedOrigins() == category.released
      }
  }

  private func typed(_ request: Request) -> TypedRequest? {
    guard let terms = policy.terms(named: request.purpose),
      let actor = policy.actor(request.actor), let recipient = policy.recipient(request.recipient),
      let operation = Operation(rawValue: request.operation)
    else { return nil }
    let channel = request.channel.flatMap(policy.channel)
    var categories: NumberSet<CategoryKind> = []
    for name in request.categories {
      guard let leaves = policy.leaves(of: name) else { return nil }
      categories = categories.union(NumberSet(leaves))
    }
    if request.channel != nil && channel == nil { return nil }
    return TypedRequest(
      terms, actor: actor, categories: categories, operation: operation, recipient: recipient,
      channel: channel, mode: request.mode)
  }
}
