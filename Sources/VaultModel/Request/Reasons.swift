/// The reasons of a denial, as one bit each. Empty means permit, and the set is the complete
/// explanation (03, decision engine).
///
/// INVARIANT: bits are append-only and never renumbered; they stand in ledgers.
public struct Reasons: OptionSet, Hashable, Sendable {
  public let rawValue: UInt64

  public init(rawValue: UInt64) { self.rawValue = rawValue }

  private init(bit: UInt64) { rawValue = 1 << bit }

  public static let requestInvalid = Reasons(bit: 0)
  public static let purposeUnknown = Reasons(bit: 1)
  public static let purposeIsGroup = Reasons(bit: 2)
  public static let categoryUnknown = Reasons(bit: 3)
  public static let actorUnknown = Reasons(bit: 4)
  public static let recipientUnknown = Reasons(bit: 5)
  public static let channelUnknown = Reasons(bit: 6)
  public static let operationUnknown = Reasons(bit: 7)
  public static let actorNotPermitted = Reasons(bit: 8)
  public static let categoryNotAllowed = Reasons(bit: 9)
  public static let operationNotAllowed = Reasons(bit: 10)
  public static let recipientNotAllowed = Reasons(bit: 11)
  public static let channelNotAllowed = Reasons(bit: 12)
  public static let channelRequired = Reasons(bit: 13)
  /// A `never` rule; which ones is told beside the set.
  public static let never = Reasons(bit: 14)
  public static let subjectUnknown = Reasons(bit: 15)
  public static let subjectErased = Reasons(bit: 16)
  public static let subjectRestricted = Reasons(bit: 17)
  public static let consentMissing = Reasons(bit: 18)
  public static let consentNotYetValid = Reasons(bit: 19)
  public static let consentExpired = Reasons(bit: 20)
  public static let consentWithdrawn = Reasons(bit: 21)
  public static let consentRefused = Reasons(bit: 22)
  public static let consentRevoked = Reasons(bit: 23)
  public static let consentInvalidated = Reasons(bit: 24)
  public static let consentUnproven = Reasons(bit: 25)
  public static let consentTooLong = Reasons(bit: 26)
  public static let deniedBySubject = Reasons(bit: 27)
  public static let categoryNotConsented = Reasons(bit: 28)
  public static let operationNotConsented = Reasons(bit: 29)
  public static let recipientNotConsented = Reasons(bit: 30)
  public static let channelNotConsented = Reasons(bit: 31)
  public static let originNotConsented = Reasons(bit: 32)
  public static let explicitConsentRequired = Reasons(bit: 33)
  public static let originNotAllowed = Reasons(bit: 34)
  public static let groundMissing = Reasons(bit: 35)
  public static let groundNotYetValid = Reasons(bit: 36)
  public static let groundEnded = Reasons(bit: 37)
  public static let assessmentStale = Reasons(bit: 38)
  public static let contactTooSoon = Reasons(bit: 39)
  public static let quietHours = Reasons(bit: 40)
  public static let clockUntrusted = Reasons(bit: 41)
  public static let vaultLocked = Reasons(bit: 42)
  public static let `internal` = Reasons(bit: 43)

  /// The names of bits 0 to 43, as commands and ledgers spell them.
  public static let names = [
    "REQUEST_INVALID", "PURPOSE_UNKNOWN", "PURPOSE_IS_GROUP", "CATEGORY_UNKNOWN", "ACTOR_UNKNOWN",
    "RECIPIENT_UNKNOWN", "CHANNEL_UNKNOWN", "OPERATION_UNKNOWN", "ACTOR_NOT_PERMITTED",
    "CATEGORY_NOT_ALLOWED", "OPERATION_NOT_ALLOWED", "RECIPIENT_NOT_ALLOWED",
    "CHANNEL_NOT_ALLOWED", "CHANNEL_REQUIRED", "NEVER", "SUBJECT_UNKNOWN", "SUBJECT_ERASED",
    "SUBJECT_RESTRICTED", "CONSENT_MISSING", "CONSENT_NOT_YET_VALID", "CONSENT_EXPIRED",
    "CONSENT_WITHDRAWN", "CONSENT_REFUSED", "CONSENT_REVOKED", "CONSENT_INVALIDATED",
    "CONSENT_UNPROVEN", "CONSENT_TOO_LONG", "DENIED_BY_SUBJECT", "CATEGORY_NOT_CONSENTED",
    "OPERATION_NOT_CONSENTED", "RECIPIENT_NOT_CONSENTED", "CHANNEL_NOT_CONSENTED",
    "ORIGIN_NOT_CONSENTED", "EXPLICIT_CONSENT_REQUIRED", "ORIGIN_NOT_ALLOWED", "GROUND_MISSING",
    "GROUND_NOT_YET_VALID", "GROUND_ENDED", "ASSESSMENT_STALE", "CONTACT_TOO_SOON", "QUIET_HOURS",
    "CLOCK_UNTRUSTED", "VAULT_LOCKED", "INTERNAL",
  ]

  /// The single reasons, in the order of their bits.
  public var members: [Reasons] {
    var result: [Reasons] = []
    var rest = rawValue
    while rest != 0 {
      result.append(Reasons(bit: UInt64(rest.trailingZeroBitCount)))
      rest &= rest - 1
    }
    return result
  }

  /// The name of a single reason.
  public var name: String {
    let bit = rawValue.trailingZeroBitCount
    return bit < Self.names.count ? Self.names[bit] : "INTERNAL"
  }
}
