/// The reasons of a denial, as one bit each.
///
/// Empty means permit, and the set is the complete explanation: a decision never stops at the first
/// reason.
///
/// INVARIANT: bits are append-only and never renumbered; they stand in ledgers.
public struct Reasons: OptionSet, Hashable, Sendable {
  /// Bits 0 to 43; a bit beyond them has no name and reads as `INTERNAL`.
  public let rawValue: UInt64

  /// Takes the bits as they are.
  public init(rawValue: UInt64) { self.rawValue = rawValue }

  private init(bit: UInt64) { rawValue = 1 << bit }

  /// The request names no category, or shares with the company itself.
  public static let requestInvalid = Reasons(bit: 0)
  /// The policy has no such purpose.
  public static let purposeUnknown = Reasons(bit: 1)
  /// The purpose is a group: only leaves are granted and requested.
  public static let purposeIsGroup = Reasons(bit: 2)
  /// The policy has no such category.
  public static let categoryUnknown = Reasons(bit: 3)
  /// The policy has no such actor.
  public static let actorUnknown = Reasons(bit: 4)
  /// The policy has no such recipient.
  public static let recipientUnknown = Reasons(bit: 5)
  /// The policy has no such channel.
  public static let channelUnknown = Reasons(bit: 6)
  /// There is no such operation.
  public static let operationUnknown = Reasons(bit: 7)
  /// The policy does not let the actor ask for the purpose; told alone, so that it learns no more.
  public static let actorNotPermitted = Reasons(bit: 8)
  /// The policy does not list the category for the purpose.
  public static let categoryNotAllowed = Reasons(bit: 9)
  /// The policy does not list the operation for the purpose.
  public static let operationNotAllowed = Reasons(bit: 10)
  /// The policy does not list the recipient for the purpose.
  public static let recipientNotAllowed = Reasons(bit: 11)
  /// The policy does not list the channel for the purpose.
  public static let channelNotAllowed = Reasons(bit: 12)
  /// The purpose lists channels, and the request names none.
  public static let channelRequired = Reasons(bit: 13)
  /// A `never` rule of the policy; which ones is told beside the set.
  public static let never = Reasons(bit: 14)
  /// The vault has never seen the subject.
  public static let subjectUnknown = Reasons(bit: 15)
  /// The subject was erased (GDPR Article 17) and not readmitted.
  public static let subjectErased = Reasons(bit: 16)
  /// Processing is restricted (GDPR Article 18), and no later consent covers the point.
  public static let subjectRestricted = Reasons(bit: 17)
  /// No record of a consent for the purpose.
  public static let consentMissing = Reasons(bit: 18)
  /// The most recent consent begins later.
  public static let consentNotYetValid = Reasons(bit: 19)
  /// The most recent consent is past its end.
  public static let consentExpired = Reasons(bit: 20)
  /// The subject took the consent back (GDPR Article 7(3)).
  public static let consentWithdrawn = Reasons(bit: 21)
  /// The subject said no when asked.
  public static let consentRefused = Reasons(bit: 22)
  /// The company took the consent back.
  public static let consentRevoked = Reasons(bit: 23)
  /// The consent was found void.
  public static let consentInvalidated = Reasons(bit: 24)
  /// The consent was imported without proof of notice and method.
  public static let consentUnproven = Reasons(bit: 25)
  /// The consent is longer than the policy in force allows, and so counts for nothing.
  public static let consentTooLong = Reasons(bit: 26)
  /// A denial that no later consent answers touches the point.
  public static let deniedBySubject = Reasons(bit: 27)
  /// The permission does not cover the category.
  public static let categoryNotConsented = Reasons(bit: 28)
  /// The permission does not cover the operation.
  public static let operationNotConsented = Reasons(bit: 29)
  /// The permission does not cover the recipient.
  public static let recipientNotConsented = Reasons(bit: 30)
  /// The permission does not cover the channel.
  public static let channelNotConsented = Reasons(bit: 31)
  /// The permission does not cover the stored value's origin.
  public static let originNotConsented = Reasons(bit: 32)
  /// Special-category data needs an explicit consent (GDPR Article 9(2)(a)).
  public static let explicitConsentRequired = Reasons(bit: 33)
  /// The policy does not let the purpose use data of the stored value's origin.
  public static let originNotAllowed = Reasons(bit: 34)
  /// No ground on record for a purpose whose basis is not consent.
  public static let groundMissing = Reasons(bit: 35)
  /// The most recent ground begins later.
  public static let groundNotYetValid = Reasons(bit: 36)
  /// The most recent ground is past its end, or closed.
  public static let groundEnded = Reasons(bit: 37)
  /// The legitimate-interest assessment is past its review date.
  public static let assessmentStale = Reasons(bit: 38)
  /// The subject was contacted as often as the policy allows for the purpose.
  public static let contactTooSoon = Reasons(bit: 39)
  /// It is quiet time under the policy's contact rules.
  public static let quietHours = Reasons(bit: 40)
  /// The system clock is behind vault time by more than the tolerance.
  public static let clockUntrusted = Reasons(bit: 41)
  /// The key that opened the vault does not open the purpose.
  public static let vaultLocked = Reasons(bit: 42)
  /// Something failed that should not; a denial all the same.
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

  /// The stable codes, with the ids of the `never` rules spelt out.
  package func codes(nevers: [String]) -> [String] {
    members.flatMap { $0 == .never ? nevers.map { "NEVER:\($0)" } : [$0.name] }
  }
}
