package import VaultModel

/// A request in registry numbers, its names looked up once under one version of the policy.
///
/// For callers that ask the same again and again (a typed purpose, a batch): make it when the version is
/// loaded, keep it beside the version's number, and decide with
/// ``CompiledPolicy/decide(_:_:telling:)``, which looks up no name and allocates nothing. A version that
/// moved needs a new one. From names it is ``ResolvedRequest/typed``.
package struct TypedRequest: Sendable {
  package let terms: CompiledPurpose
  /// Nil if nobody knows the name; ``reasons`` says so.
  package let actor: ActorNumber?
  /// The leaves asked for.
  package let categories: NumberSet<CategoryKind>
  /// What is done; a recipient besides the company itself adds `share`.
  package let operations: OperationSet
  /// Nil if nobody knows the name; ``reasons`` says so.
  package let recipient: RecipientNumber?
  /// Nil if none is named, or nobody knows it; ``reasons`` says so then.
  package let channel: ChannelNumber?
  /// Whether a channel is named, be it known or not.
  package let namesChannel: Bool
  /// Every category or nothing, or the covered ones.
  package let mode: Request.Mode
  /// What the names and the policy alone say against the request as a whole.
  package let reasons: Reasons

  /// Asks in numbers; none of them need be declared by the policy in force, which then denies.
  ///
  /// `terms` is the row of the purpose, from ``CompiledPolicy/terms(_:)``; the categories are leaves, one
  /// at least.
  package init(
    _ terms: CompiledPurpose, actor: ActorNumber, categories: NumberSet<CategoryKind>,
    operation: Operation = .use, recipient: RecipientNumber = .own,
    channel: ChannelNumber? = nil, mode: Request.Mode = .strict
  ) {
    var reasons: Reasons = []
    if categories.isEmpty || (operation == .share && recipient == .own) {
      reasons = .requestInvalid
    }
    self.init(
      terms, actor: actor, categories: categories,
      operations: OperationSet(operation).union(recipient == .own ? [] : .share),
      recipient: recipient, channel: channel, namesChannel: channel != nil, mode: mode,
      unknown: reasons)
  }

  /// Asks in the numbers that were found; `unknown` says which names were not.
  init(
    _ terms: CompiledPurpose, actor: ActorNumber?, categories: NumberSet<CategoryKind>,
    operations: OperationSet, recipient: RecipientNumber?, channel: ChannelNumber?,
    namesChannel: Bool, mode: Request.Mode, unknown: Reasons
  ) {
    self.terms = terms
    self.actor = actor
    self.categories = categories
    self.operations = operations
    self.recipient = recipient
    self.channel = channel
    self.namesChannel = namesChannel
    self.mode = mode
    let asked = AskedWords(
      actor: actor, operations: operations, recipient: recipient, channel: channel,
      namesChannel: namesChannel)
    reasons = unknown.union(Checks.request(asked, of: terms, actor, recipient, channel))
  }

  /// The point that one category (and one stored origin) of the request asks about.
  package func point(_ category: CategoryNumber?, origin: OriginNumber? = nil) -> Point {
    Point(
      category: category, operations: operations, recipient: recipient, channel: channel,
      origin: origin)
  }
}
