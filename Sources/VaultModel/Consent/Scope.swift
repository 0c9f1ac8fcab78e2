/// What a permission covers: explicit sets, where an empty one is empty and never "all".
public struct Scope: Hashable, Sendable {
  /// Leaf categories.
  public var categories: NumberSet<CategoryKind>
  /// Operations; `use` is implied, and so is `share` where a recipient besides `self` is named.
  public var operations: OperationSet
  /// Recipients; `self` is implied.
  public var recipients: NumberSet<RecipientKind>
  /// Channels.
  public var channels: NumberSet<ChannelKind>
  /// Origins; volunteered and observed are implied.
  public var origins: NumberSet<OriginKind>

  /// Adds what is implied to what was named.
  public init(
    categories: NumberSet<CategoryKind>, operations: OperationSet = [],
    recipients: NumberSet<RecipientKind> = [], channels: NumberSet<ChannelKind> = [],
    origins: NumberSet<OriginKind> = []
  ) {
    self.categories = categories
    self.recipients = recipients
    self.recipients.insert(.own)
    self.operations = operations.union(.use)
    if self.recipients != [.own] { self.operations.insert(.share) }
    self.channels = channels
    self.origins = origins.union([.volunteered, .observed])
  }
}
