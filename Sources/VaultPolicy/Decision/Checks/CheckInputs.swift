/// What one point of a request asks: each dimension as the bit of its number, none if it does not ask.
package struct AskedWords<Word: CheckWord> {
  package var actor: Word
  package var category: Word
  package var operations: Word
  package var recipient: Word
  package var channel: Word
  package var origin: Word
  /// The truth that a channel is named, be it known or not.
  package var namesChannel: Word
  /// The truth that the category is special (GDPR Article 9).
  package var isSpecial: Word

  package init(
    actor: Word, category: Word, operations: Word, recipient: Word, channel: Word, origin: Word,
    namesChannel: Word, isSpecial: Word
  ) {
    self.actor = actor
    self.category = category
    self.operations = operations
    self.recipient = recipient
    self.channel = channel
    self.origin = origin
    self.namesChannel = namesChannel
    self.isSpecial = isSpecial
  }
}

/// What a purpose or a permission contains: of each set, the word in which the bit asked for lies.
package struct ContainedWords<Word: CheckWord> {
  package var categories: Word
  package var operations: Word
  package var recipients: Word
  package var channels: Word
  package var origins: Word

  package init(
    categories: Word, operations: Word, recipients: Word, channels: Word, origins: Word
  ) {
    self.categories = categories
    self.operations = operations
    self.recipients = recipients
    self.channels = channels
    self.origins = origins
  }
}

/// One permission, as its record and its purpose say.
package struct PermissionWords<Word: CheckWord> {
  package var contained: ContainedWords<Word>
  /// The raw value of its state.
  package var state: Word
  /// The truth that it is a ground, not a consent.
  package var isGround: Word
  /// The truth that it may open special-category data.
  package var isExplicit: Word
  package var from: Word
  package var until: Word
  package var eventTime: Word
  package var recordedTime: Word

  package init(
    contained: ContainedWords<Word>, state: Word, isGround: Word, isExplicit: Word, from: Word,
    until: Word, eventTime: Word, recordedTime: Word
  ) {
    self.contained = contained
    self.state = state
    self.isGround = isGround
    self.isExplicit = isExplicit
    self.from = from
    self.until = until
    self.eventTime = eventTime
    self.recordedTime = recordedTime
  }
}

/// The instant at which is asked, and what it depends on.
package struct MomentWords<Word: CheckWord> {
  package var time: Word
  /// The longest that a permission may last, in milliseconds.
  package var longest: Word
  /// The truth that the subject is restricted (GDPR Article 18), and since when.
  package var isRestricted: Word
  package var restrictedSince: Word

  package init(time: Word, longest: Word, isRestricted: Word, restrictedSince: Word) {
    self.time = time
    self.longest = longest
    self.isRestricted = isRestricted
    self.restrictedSince = restrictedSince
  }
}

/// One dimension of a denial or a `never` rule: whether it is named at all, and what it shares with what
/// is asked.
package struct NamedWords<Word: CheckWord> {
  package var isNamed: Word
  package var shared: Word

  package init(isNamed: Word, shared: Word) {
    self.isNamed = isNamed
    self.shared = shared
  }

  /// The truth that the dimension is named and does not meet what is asked.
  @inline(__always) var isMissed: Word { isNamed & shared.isNothing }
}
