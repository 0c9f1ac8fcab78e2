package import VaultModel
package import VaultPolicy

/// One limit of a purpose: it holds up to here, and not beyond.
package struct LongestTest: Hashable, Sendable {
  /// What is limited.
  package enum Limit: Hashable, Sendable {
    /// A consent may last so long, and one second more counts for nothing.
    case lifetime(TimeSpan)
    /// Values are kept so long after a permission's end.
    case retention(TimeSpan)
    /// So many contacts in so much time; the cap opens again exactly then.
    case contacts(Int, per: TimeSpan)
    /// Contacts wait from the first minute, and go on at the second.
    case quiet(QuietHours)
    /// The assessment holds through this UTC day.
    case review(CivilDate)
  }

  package var title: TestTitle
  package var purpose: String
  package var time: Timestamp
  package var limit: Limit

  package init(_ title: TestTitle, purpose: String, at time: Timestamp, limit: Limit) {
    self.title = title
    self.purpose = purpose
    self.time = time
    self.limit = limit
  }
}

/// A question to the whole policy, about a person who said yes to everything.
package struct TestQuestion: Hashable, Sendable {
  /// What is asked.
  package enum Subject: Hashable, Sendable {
    /// Which actors may use the category, for any purpose.
    case who(category: String)
    /// Which categories an actor, or any actor, may use for the purpose.
    case what(purpose: String, actor: String?)
  }

  package var title: TestTitle
  package var time: Timestamp
  package var subject: Subject
  /// The complete answer: actors or leaf categories.
  package var answer: [String]

  package init(
    _ title: TestTitle, at time: Timestamp, _ subject: Subject, answer: [String]
  ) {
    self.title = title
    self.time = time
    self.subject = subject
    self.answer = answer
  }
}
