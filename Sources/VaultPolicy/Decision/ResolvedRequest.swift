package import VaultModel

/// A request whose names have been looked up once; whatever was unknown is a reason already.
package struct ResolvedRequest: Sendable {
  package let request: Request
  /// The request in numbers; nil if the purpose is no leaf of the policy.
  package let typed: TypedRequest?
  /// The leaves asked for, each once, in the order asked.
  package let categories: [CategoryNumber]
  /// What the names and the policy alone say against the request as a whole.
  package let reasons: Reasons

  package var terms: CompiledPurpose? { typed?.terms }

  /// Looks up every name of `request` and holds it against the policy's part.
  package init(_ request: Request, in policy: CompiledPolicy) {
    self.init(request, under: policy.terms(named: request.purpose), in: policy)
  }

  /// Looks up every name of `request`, with other terms for its purpose than the policy's own: how a
  /// change of one purpose is tried out.
  package init(_ request: Request, under terms: CompiledPurpose?, in policy: CompiledPolicy) {
    self.request = request
    var unknown: Reasons = []
    let actor = policy.actor(request.actor)
    if actor == nil { unknown.insert(.actorUnknown) }
    let recipient = policy.recipient(request.recipient)
    if recipient == nil { unknown.insert(.recipientUnknown) }
    let channel = request.channel.flatMap(policy.channel)
    if request.channel != nil && channel == nil { unknown.insert(.channelUnknown) }

    let (leaves, areKnown) = policy.leaves(of: request.categories)
    categories = leaves
    if !areKnown { unknown.insert(.categoryUnknown) }
    if request.categories.isEmpty { unknown.insert(.requestInvalid) }

    var operations: OperationSet = []
    if let operation = Operation(rawValue: request.operation) {
      operations = OperationSet(operation)
      if operation == .share && recipient == .own { unknown.insert(.requestInvalid) }
      if recipient != .own { operations.insert(.share) }
    } else {
      unknown.insert(.operationUnknown)
    }

    guard let terms else {
      unknown.insert(policy.isGroup(request.purpose) ? .purposeIsGroup : .purposeUnknown)
      typed = nil
      reasons = unknown
      return
    }
    let typed = TypedRequest(
      terms, actor: actor, categories: NumberSet(leaves), operations: operations,
      recipient: recipient,
      channel: channel, namesChannel: request.channel != nil, mode: request.mode,
      unknown: unknown)
    self.typed = typed
    reasons = typed.reasons
  }
}
