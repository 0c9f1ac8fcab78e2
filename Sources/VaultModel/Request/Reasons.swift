/// The reasons of a denial, as one bit each.
///
/// Empty means permit, and the set is the complete explanation: a decision never stops at the first
/// reason.
///
/// Inlinable, so that a check in another module sees a constant and calls nothing.
///
/// INVARIANT: bits are append-only and never renumbered; they stand in ledgers.
public struct Reasons: OptionSet, Hashable, Sendable {
  /// Bits 0 to 43; a bit beyond them has no name and reads as `INTERNAL`.
  public let rawValue: UInt64

  /// Takes the bits as they are.
  @inlinable public init(rawValue: UInt64) { self.rawValue = rawValue }

  @inlinable init(bit: UInt64) { rawValue = 1 << bit }

  /// The request names no category, or shares with the company itself.
  @inlinable public static var requestInvalid: Reasons { Reasons(bit: 0) }
  /// The policy has no such purpose.
  @inlinable public static var purposeUnknown: Reasons { Reasons(bit: 1) }
  /// The purpose is a group: only leaves are granted and requested.
  @inlinable public static var purposeIsGroup: Reasons { Reasons(bit: 2) }
  /// The policy has no such category.
  @inlinable public static var categoryUnknown: Reasons { Reasons(bit: 3) }
  /// The policy has no such actor.
  @inlinable public static var actorUnknown: Reasons { Reasons(bit: 4) }
  /// The policy has no such recipient.
  @inlinable public static var recipientUnknown: Reasons { Reasons(bit: 5) }
  /// The policy has no such channel.
  @inlinable public static var channelUnknown: Reasons { Reasons(bit: 6) }
  /// There is no such operation.
  @inlinable public static var operationUnknown: Reasons { Reasons(bit: 7) }
  /// The policy does not let the actor ask for the purpose; told alone, so that it learns no more.
  @inlinable public static var actorNotPermitted: Reasons { Reasons(bit: 8) }
  /// The policy does not list the category for the purpose.
  @inlinable public static var categoryNotAllowed: Reasons { Reasons(bit: 9) }
  /// The policy does not list the operation for the purpose.
  @inlinable public static var operationNotAllowed: Reasons { Reasons(bit: 10) }
  /// The policy does not list the recipient for the purpose.
  @inlinable public static var recipientNotAllowed: Reasons { Reasons(bit: 11) }
  /// The policy does not list the channel for the purpose.
  @inlinable public static var channelNotAllowed: Reasons { Reasons(bit: 12) }
  /// The purpose lists channels, and the request names none.
  @inlinable public static var channelRequired: Reasons { Reasons(bit: 13) }
  /// A `never` rule of the policy; which ones is told beside the set.
  @inlinable public static var never: Reasons { Reasons(bit: 14) }
  /// The vault has never seen the subject.
  @inlinable public static var subjectUnknown: Reasons { Reasons(bit: 15) }
  /// The subject was erased (GDPR Article 17) and not readmitted.
  @inlinable public static var subjectErased: Reasons { Reasons(bit: 16) }
  /// Processing is restricted (GDPR Article 18), and no later consent covers the point.
  @inlinable public static var subjectRestricted: Reasons { Reasons(bit: 17) }
  /// No record of a consent for the purpose.
  @inlinable public static var consentMissing: Reasons { Reasons(bit: 18) }
  /// The most recent consent begins later.
  @inlinable public static var consentNotYetValid: Reasons { Reasons(bit: 19) }
  /// The most recent consent is past its end.
  @inlinable public static var consentExpired: Reasons { Reasons(bit: 20) }
  /// The subject took the consent back (GDPR Article 7(3)).
  @inlinable public static var consentWithdrawn: Reasons { Reasons(bit: 21) }
  /// The subject said no when asked.
  @inlinable public static var consentRefused: Reasons { Reasons(bit: 22) }
  /// The company took the consent back.
  @inlinable public static var consentRevoked: Reasons { Reasons(bit: 23) }
  /// The consent was found void.
  @inlinable public static var consentInvalidated: Reasons { Reasons(bit: 24) }
  /// The consent was imported without proof of notice and method.
  @inlinable public static var consentUnproven: Reasons { Reasons(bit: 25) }
  /// The consent is longer than the policy in force allows, and so counts for nothing.
  @inlinable public static var consentTooLong: Reasons { Reasons(bit: 26) }
  /// A denial that no later consent answers touches the point.
  @inlinable public static var deniedBySubject: Reasons { Reasons(bit: 27) }
  /// The permission does not cover the category.
  @inlinable public static var categoryNotConsented: Reasons { Reasons(bit: 28) }
  /// The permission does not cover the operation.
  @inlinable public static var operationNotConsented: Reasons { Reasons(bit: 29) }
  /// The permission does not cover the recipient.
  @inlinable public static var recipientNotConsented: Reasons { Reasons(bit: 30) }
  /// The permission does not cover the channel.
  @inlinable public static var channelNotConsented: Reasons { Reasons(bit: 31) }
  /// The permission does not cover the stored value's origin.
  @inlinable public static var originNotConsented: Reasons { Reasons(bit: 32) }
  /// Special-category data needs an explicit consent (GDPR Article 9(2)(a)).
  @inlinable public static var explicitConsentRequired: Reasons { Reasons(bit: 33) }
  /// The policy does not let the purpose use data of the stored value's origin.
  @inlinable public static var originNotAllowed: Reasons { Reasons(bit: 34) }
  /// No ground on record for a purpose whose basis is not consent.
  @inlinable public static var groundMissing: Reasons { Reasons(bit: 35) }
  /// The most recent ground begins later.
  @inlinable public static var groundNotYetValid: Reasons { Reasons(bit: 36) }
  /// The most recent ground is past its end, or closed.
  @inlinable public static var groundEnded: Reasons { Reasons(bit: 37) }
  /// The legitimate-interest assessment is past its review date.
  @inlinable public static var assessmentStale: Reasons { Reasons(bit: 38) }
  /// The subject was contacted as often as the policy allows for the purpose.
  @inlinable public static var contactTooSoon: Reasons { Reasons(bit: 39) }
  /// It is quiet time under the policy's contact rules.
  @inlinable public static var quietHours: Reasons { Reasons(bit: 40) }
  /// The system clock is behind vault time by more than the tolerance.
  @inlinable public static var clockUntrusted: Reasons { Reasons(bit: 41) }
  /// The key that opened the vault does not open the purpose.
  @inlinable public static var vaultLocked: Reasons { Reasons(bit: 42) }
  /// Something failed that should not; a denial all the same.
  @inlinable public static var `internal`: Reasons { Reasons(bit: 43) }

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
