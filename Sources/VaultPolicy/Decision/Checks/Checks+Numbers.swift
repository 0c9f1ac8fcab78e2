import VaultModel

// From registry numbers to words: the only step of a decision between the records and the checks.

extension UInt64 {
  /// The bit of a number within its word; none for a dimension that is not asked about.
  @inline(__always) static func bit<Kind>(_ number: Number<Kind>?) -> UInt64 {
    .bit(of: UInt64(number?.rawValue ?? 0), isAsked: UInt64(number != nil))
  }

  /// A truth.
  @inline(__always) init(_ truth: Bool) { self = truth ? 1 : 0 }

  @inline(__always) init(_ time: Timestamp) { self.init(bitPattern: time.milliseconds) }
}

extension NumberSet {
  /// The word in which the bit of `number` lies; none for a dimension that is not asked about.
  @inline(__always) func word(holding number: Number<Kind>?) -> UInt64 {
    number.map { word(holding: $0) } ?? 0
  }
}

extension AskedWords<UInt64> {
  @inline(__always) init(
    actor: ActorNumber? = nil, category: CategoryNumber? = nil, operations: OperationSet = [],
    recipient: RecipientNumber? = nil, channel: ChannelNumber? = nil,
    origin: OriginNumber? = nil, namesChannel: Bool = false, isSpecial: Bool = false
  ) {
    self.init(
      actor: .bit(actor), category: .bit(category), operations: UInt64(operations.rawValue),
      recipient: .bit(recipient), channel: .bit(channel), origin: .bit(origin),
      namesChannel: UInt64(namesChannel), isSpecial: UInt64(isSpecial))
  }

  @inline(__always) init(_ point: Point, isSpecial: Bool) {
    self.init(
      category: point.category, operations: point.operations, recipient: point.recipient,
      channel: point.channel, origin: point.origin, isSpecial: isSpecial)
  }
}

extension ContainedWords<UInt64> {
  /// The words of a purpose.
  @inline(__always) init(
    _ terms: CompiledPurpose, category: CategoryNumber? = nil, recipient: RecipientNumber? = nil,
    channel: ChannelNumber? = nil, origin: OriginNumber? = nil
  ) {
    self.init(
      categories: terms.categories.word(holding: category),
      operations: UInt64(terms.operations.rawValue),
      recipients: terms.recipients.word(holding: recipient),
      channels: terms.channels.word(holding: channel),
      origins: terms.origins.word(holding: origin))
  }
}

extension PermissionWords<UInt64> {
  /// Reads one of the records in place: a copy of it would cost more than the checks.
  @inline(__always) init(
    _ records: borrowing Span<Permission>, _ index: Int, at point: Point, namesArticle9: Bool
  ) {
    let isGround = records[index].kind == .ground
    let isExplicit = isGround ? namesArticle9 : records[index].method?.isExplicit ?? false
    self.init(
      contained: ContainedWords(
        categories: records[index].scope.categories.word(holding: point.category),
        operations: UInt64(records[index].scope.operations.rawValue),
        recipients: records[index].scope.recipients.word(holding: point.recipient),
        channels: records[index].scope.channels.word(holding: point.channel),
        origins: records[index].scope.origins.word(holding: point.origin)),
      state: UInt64(records[index].state.rawValue), isGround: UInt64(isGround),
      isExplicit: UInt64(isExplicit), from: UInt64(records[index].from),
      until: UInt64(records[index].until), eventTime: UInt64(records[index].eventTime),
      recordedTime: UInt64(records[index].recordedTime))
  }
}

extension MomentWords<UInt64> {
  @inline(__always) init(_ time: Timestamp, longest: TimeSpan, restrictedSince: Timestamp?) {
    self.init(
      time: UInt64(time), longest: UInt64(bitPattern: longest.milliseconds),
      isRestricted: UInt64(restrictedSince != nil),
      restrictedSince: UInt64(restrictedSince ?? .earliest))
  }
}

/// A dimension that names nothing is not named: a "no" with an empty set is no narrower.
extension NamedWords<UInt64> {
  /// A dimension of single things, one of which at most is asked about.
  @inline(__always) init<Kind>(_ set: NumberSet<Kind>?, _ number: Number<Kind>?) {
    guard let set, !set.isEmpty else {
      self.init(isNamed: 0, shared: 0)
      return
    }
    self.init(isNamed: 1, shared: set.word(holding: number) & .bit(number))
  }

  /// A dimension of a tree's nodes, any of which may stand in the lineage of what is asked about.
  @inline(__always) init<Kind>(_ set: NumberSet<Kind>?, _ lineage: NumberSet<Kind>) {
    guard let set, !set.isEmpty else {
      self.init(isNamed: 0, shared: 0)
      return
    }
    self.init(isNamed: 1, shared: UInt64(!set.isDisjoint(with: lineage)))
  }

  /// One node, which may stand in the lineage of what is asked about.
  @inline(__always) init<Kind>(_ node: Number<Kind>?, in lineage: NumberSet<Kind>) {
    self.init(
      isNamed: UInt64(node != nil), shared: lineage.word(holding: node) & .bit(node))
  }
}

extension NamedWords<UInt64> {
  @inline(__always) init(_ set: OperationSet?, _ operations: OperationSet) {
    self.init(
      isNamed: UInt64(set.map { !$0.isEmpty } ?? false),
      shared: UInt64((set ?? []).intersection(operations).rawValue))
  }
}

extension Checks<UInt64> {
  @inline(__always) static func request(
    _ asked: AskedWords<UInt64>, of terms: CompiledPurpose, _ actor: ActorNumber?,
    _ recipient: RecipientNumber?, _ channel: ChannelNumber?
  ) -> Reasons {
    Reasons(
      rawValue: request(
        asked, actors: terms.actors.word(holding: actor),
        ContainedWords(terms, recipient: recipient, channel: channel),
        listsChannels: UInt64(!terms.channels.isEmpty)))
  }

  /// What the policy says against a category or the origin of a stored value.
  @inline(__always) static func data(
    of terms: CompiledPurpose, category: CategoryNumber? = nil, origin: OriginNumber? = nil
  ) -> Reasons {
    Reasons(
      rawValue: data(
        AskedWords(category: category, origin: origin),
        ContainedWords(terms, category: category, origin: origin)))
  }

  @inline(__always) static func clock(
    _ terms: CompiledPurpose, at time: Timestamp, isTrusted: Bool
  ) -> Reasons {
    Reasons(
      rawValue: clock(
        time: UInt64(time), canStale: UInt64(terms.staleFrom != nil),
        staleFrom: UInt64(terms.staleFrom ?? .earliest), isTrusted: UInt64(isTrusted)))
  }
}
