package import VaultModel

/// The weighing that a legitimate interest rests on (GDPR Article 6(1)(f)).
package struct Assessment: Hashable, Sendable {
  package var reference: String
  /// The last UTC day on which it holds.
  package var reviewBy: CivilDate

  package init(reference: String, reviewBy: CivilDate) {
    self.reference = reference
    self.reviewBy = reviewBy
  }
}

/// What a consent for the purpose must look like.
package struct ConsentTerms: Hashable, Sendable {
  /// The longest time from start to end; more than zero.
  package var maxLifetime: TimeSpan
  /// How long before its end a renewal is due.
  package var renewNotice: TimeSpan?
  /// The ways in which it may be given, in the order of ``ConsentMethod``'s cases.
  package var methods: [ConsentMethod]

  package init(
    maxLifetime: TimeSpan, renewNotice: TimeSpan? = nil, methods: [ConsentMethod]
  ) {
    self.maxLifetime = maxLifetime
    self.renewNotice = renewNotice
    self.methods = methods
  }
}

/// How often, and when, a person may be contacted.
package struct ContactRule: Hashable, Sendable {
  /// The most contacts within ``per``; both are there or neither is.
  package var atMost: Int?
  /// The length of the sliding window; more than zero.
  package var per: TimeSpan?
  package var quiet: QuietHours?

  package init(atMost: Int? = nil, per: TimeSpan? = nil, quiet: QuietHours? = nil) {
    self.atMost = atMost
    self.per = per
    self.quiet = quiet
  }
}

/// A half-open span of local time in which nobody is contacted; it may run past midnight.
package struct QuietHours: Hashable, Sendable {
  /// Minutes after local midnight, 0 to 1,439: the first quiet one.
  package var fromMinute: Int
  /// Minutes after local midnight, 0 to 1,439, and not ``fromMinute``: the first that is not quiet.
  package var untilMinute: Int
  /// An IANA zone name, such as `Europe/Berlin`.
  package var zone: String

  package init(fromMinute: Int, untilMinute: Int, zone: String) {
    self.fromMinute = fromMinute
    self.untilMinute = untilMinute
    self.zone = zone
  }
}
