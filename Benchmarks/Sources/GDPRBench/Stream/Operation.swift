/// Something that is asked of a store, with everything that it needs to know.
///
/// An operation that must be denied looks like any other: that it must be is known to ``Step`` alone.
public enum Operation: Hashable, Sendable {
  /// Creates a record under a consent of the subject's; denied if no live consent covers its category, and
  /// for an erased subject.
  case create(Record)
  /// Takes in a new subject: a consent, and a first record under it.
  case enrol(GivenConsent, Record)
  /// Updates metadata by subject: one consent of the subject's ends so many days from now; denied if it
  /// was withdrawn. An objection to the recipient is answered by it.
  case renew(subject: Int, purpose: Int, days: Int)
  /// Updates metadata by purpose: the same for people who answered a campaign, all of them permitted.
  case renewMany(purpose: Int, subjects: [Int], days: Int)
  /// Updates metadata by subject: one consent ends at once, by its time and not by a withdrawal.
  case expire(subject: Int, purpose: Int)
  /// Updates metadata: the subject withdraws a purpose.
  case withdraw(subject: Int, purpose: Int)
  /// Updates metadata: the subject objects, for a purpose, to the consent's recipient.
  case object(subject: Int, purpose: Int, recipient: Int)
  /// Deletes one record by its key; its consent stays.
  case deleteRecord(Record.Key)
  /// Deletes everything about a subject; the store remembers that it was erased.
  case deleteSubject(Int)
  /// Deletes what is past its end: consents, and the records under them. What was withdrawn goes too.
  case sweep
  /// Reads a record for a purpose, for the company itself (nil) or for a recipient.
  case read(Record.Key, purpose: Int, recipient: Int?)
  /// Replaces a record's value; denied if no live consent covers it.
  case update(Record)
  /// Reads the metadata of a subject: the purposes of its live consents; denied if there is no such
  /// subject, or not any more.
  case metadata(subject: Int)
  /// Reads every record of a purpose whose consent is live.
  case readPurpose(Int)
  /// Reads every record of a purpose that may go to a recipient, to whom its subject does not object.
  case readRecipient(purpose: Int, recipient: Int)
  /// Verifies the last so many entries of the audit log.
  case verifyLog(Int)
  /// Proves that a subject was deleted; denied if it was not.
  case proveDeletion(subject: Int)

  /// Whether what follows must be of a later millisecond: a consent has to be over by then, or a later word
  /// has to be later than this one.
  var needsPause: Bool {
    switch self {
    case .expire, .object: true
    default: false
    }
  }

  /// What kind of operation it is, for a table of costs.
  public var kind: String {
    switch self {
    case .create: "create"
    case .enrol: "create, new subject"
    case .renew, .expire: "update metadata by subject"
    case .renewMany: "update metadata by purpose"
    case .withdraw: "update metadata: withdraw"
    case .object: "update metadata: object"
    case .deleteRecord: "delete by key"
    case .deleteSubject: "delete by subject"
    case .sweep: "delete by end"
    case .read: "read by key"
    case .update: "update value"
    case .metadata: "read metadata by subject"
    case .readPurpose: "read by purpose"
    case .readRecipient: "read by object"
    case .verifyLog: "verify the log"
    case .proveDeletion: "prove a deletion"
    }
  }
}

/// What a store answers.
public enum Answer: Hashable, Sendable {
  /// Refused; nothing was released or changed.
  case denied
  /// Done; there is nothing to tell.
  case done
  /// What was read: the number of values, and the sum, wrapping, of their ``ValueDigest``s. One that was
  /// deleted by its key is no value. For ``Operation/metadata(subject:)`` the number of purposes, and the
  /// sum of 1 << purpose.
  case data(count: Int, sum: UInt64)
}

/// An operation and the answer that is right.
public struct Step: Hashable, Sendable {
  /// What is asked.
  public let operation: Operation
  /// What must be answered.
  public let expected: Answer
}
