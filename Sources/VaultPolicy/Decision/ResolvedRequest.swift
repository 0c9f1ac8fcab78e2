package import VaultModel

/// A request whose names have been looked up once; whatever was unknown is a reason already.
package struct ResolvedRequest: Sendable {
  package let request: Request
  package let terms: CompiledPurpose?
  package let actor: ActorNumber?
  /// The leaves asked for, each once, in the order asked.
  package let categories: [CategoryNumber]
  package let operations: OperationSet
  package let recipient: RecipientNumber?
  package let channel: ChannelNumber?
  /// What the names and the policy alone say against the request as a whole.
  package let reasons: Reasons

  /// Looks up every name of `request` and holds it against the policy's part (02).
  package init(_ request: Request, in policy: CompiledPolicy) {
    self.init(request, under: policy.terms(named: request.purpose), in: policy)
  }

  /// Looks up every name of `request`, with other terms for its purpose than the policy's own: how a
  /// change of one purpose is tried out.
  package init(_ request: Request, under terms: CompiledPurpose?, in policy: CompiledPolicy) {
    self.request = request
    self.terms = terms
    actor = policy.actor(request.actor)
    recipient = policy.recipient(request.recipient)
    channel = request.channel.flatMap(policy.channel)
    var reasons: Reasons = []
    if actor == nil { reasons.insert(.actorUnknown) }
    if terms == nil {
      reasons.insert(policy.isGroup(request.purpose) ? .purposeIsGroup : .purposeUnknown)
    }

    var seen: NumberSet<CategoryKind> = []
    var categories: [CategoryNumber] = []
    for name in request.categories {
      guard let leaves = policy.leaves(of: name) else {
        reasons.insert(.categoryUnknown)
        continue
      }
      for leaf in leaves where !seen.contains(leaf) {
        seen.insert(leaf)
        categories.append(leaf)
      }
    }
    self.categories = categories
    if request.categories.isEmpty { reasons.insert(.requestInvalid) }

    var operations: OperationSet = []
    if let operation = Operation(rawValue: request.operation) {
      operations = OperationSet(operation)
      if operation == .share && request.recipient == "self" { reasons.insert(.requestInvalid) }
    } else {
      reasons.insert(.operationUnknown)
    }
    if request.recipient != "self" && !reasons.contains(.operationUnknown) {
      operations.insert(.share)
    }
    self.operations = operations

    if recipient == nil { reasons.insert(.recipientUnknown) }
    if request.channel != nil && channel == nil { reasons.insert(.channelUnknown) }
    if let terms {
      reasons.formUnion(
        Self.misses(
          of: terms, actor: actor, operations: operations, recipient: recipient, channel: channel,
          namesChannel: request.channel != nil))
    }
    self.reasons = reasons
  }

  /// The dimensions that the purpose does not permit; a dimension whose name is unknown is told by
  /// that alone.
  private static func misses(
    of terms: CompiledPurpose, actor: ActorNumber?, operations: OperationSet,
    recipient: RecipientNumber?, channel: ChannelNumber?, namesChannel: Bool
  ) -> Reasons {
    var misses: Reasons = []
    if let actor, !terms.actors.contains(actor) { misses.insert(.actorNotPermitted) }
    if !terms.definition.operations.isSuperset(of: operations) {
      misses.insert(.operationNotAllowed)
    }
    if let recipient, !terms.recipients.contains(recipient) { misses.insert(.recipientNotAllowed) }
    if let channel, !terms.channels.contains(channel) { misses.insert(.channelNotAllowed) }
    if !namesChannel && !terms.channels.isEmpty { misses.insert(.channelRequired) }
    return misses
  }

  /// The point that one category (and one stored origin) of the request asks about.
  func point(_ category: CategoryNumber?, origin: OriginNumber? = nil) -> Point {
    Point(
      category: category, operations: operations, recipient: recipient, channel: channel,
      origin: origin)
  }
}
