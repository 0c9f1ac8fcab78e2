/// What each reason code says to people: one sentence, and what would change the answer.
///
/// INVARIANT: every reason has a message; the texts name no subject and no value.
package enum ReasonText {
  /// One sentence, lower case, without a full stop.
  package static func message(_ code: String) -> String {
    if code.hasPrefix("NEVER:") {
      return "the rule \(code.dropFirst(6)) of the policy forbids it, whatever anybody consented to"
    }
    return texts[code]?.message ?? "there is no permission for it"
  }

  /// What to do next; nil where nothing can be done.
  package static func hint(_ code: String) -> String? {
    if code.hasPrefix("NEVER:") { return "read the rule in the policy; no grant can answer it" }
    return texts[code]?.hint
  }

  private struct Text {
    let message: String
    let hint: String?

    init(_ message: String, _ hint: String?) {
      self.message = message
      self.hint = hint
    }
  }

  private static let texts: [String: Text] = ofRequest.merging(ofPermission) { first, _ in first }
    .merging(ofCircumstance) { first, _ in first }

  /// What is wrong with the question, or with the question under this policy.
  private static let ofRequest: [String: Text] = [
    "REQUEST_INVALID": Text(
      "the request contradicts itself or names nothing",
      "name at least one category; to share, name a recipient other than self"),
    "PURPOSE_UNKNOWN": Text(
      "the policy has no such purpose", "list the purposes with `cvault policy show`"),
    "PURPOSE_IS_GROUP": Text(
      "this is a group of purposes, and data is used for one purpose at a time",
      "name one of the purposes under it"),
    "CATEGORY_UNKNOWN": Text(
      "the policy has no such category", "list the categories with `cvault policy show`"),
    "ACTOR_UNKNOWN": Text(
      "the policy has no such actor", "list the actors with `cvault policy show`"),
    "RECIPIENT_UNKNOWN": Text(
      "the policy has no such recipient", "list the recipients with `cvault policy show`"),
    "CHANNEL_UNKNOWN": Text(
      "the policy has no such channel", "list the channels with `cvault policy show`"),
    "OPERATION_UNKNOWN": Text(
      "there is no such operation", "one of use, share, profile, combine"),
    "ACTOR_NOT_PERMITTED": Text(
      "the policy does not let this actor ask for this purpose",
      "ask as an actor of the purpose, or change the policy"),
    "CATEGORY_NOT_ALLOWED": Text(
      "the policy does not let this purpose touch the category",
      "leave the category out, or change the policy"),
    "OPERATION_NOT_ALLOWED": Text(
      "the policy does not let this purpose do that with data",
      "ask for another operation, or change the policy"),
    "RECIPIENT_NOT_ALLOWED": Text(
      "the policy does not let this purpose give data to the recipient",
      "leave the recipient out, or change the policy"),
    "CHANNEL_NOT_ALLOWED": Text(
      "the policy does not let this purpose use the channel",
      "use a channel of the purpose, or change the policy"),
    "CHANNEL_REQUIRED": Text(
      "this purpose contacts people, and the request names no channel",
      "name one of the purpose's channels"),
    "ORIGIN_NOT_ALLOWED": Text(
      "the policy does not let this purpose use data of that origin",
      "ask for other categories, or in partial mode"),
    "ASSESSMENT_STALE": Text(
      "the assessment of the legitimate interest is past its review date",
      "review it, and load a policy with the new date"),
    "EXPLICIT_CONSENT_REQUIRED": Text(
      "special-category data needs an explicit consent (GDPR Art. 9)",
      "ask for an explicit, signed or recorded statement"),
  ]

  /// What is missing between the person and the question.
  private static let ofPermission: [String: Text] = [
    "SUBJECT_UNKNOWN": Text(
      "the vault does not know this subject", "check the id; it is compared letter by letter"),
    "SUBJECT_ERASED": Text(
      "the subject was erased", "if the person has come back, use `cvault subject readmit`"),
    "SUBJECT_RESTRICTED": Text(
      "processing of the subject's data is restricted (GDPR Art. 18)",
      "only a consent given after the restriction opens anything"),
    "CONSENT_MISSING": Text(
      "the person has not consented to this purpose",
      "ask, and record the answer with `cvault grant`"),
    "CONSENT_NOT_YET_VALID": Text(
      "the consent begins later", "wait until it begins"),
    "CONSENT_EXPIRED": Text(
      "the consent has expired", "ask again, and record a yes with `cvault renew`"),
    "CONSENT_WITHDRAWN": Text(
      "the person took the consent back",
      "do not ask again without a reason; a new yes is a new grant"),
    "CONSENT_REFUSED": Text(
      "the person said no", "a new yes, if it comes by itself, is a new grant"),
    "CONSENT_REVOKED": Text(
      "the company took the consent back", "a new yes is a new grant"),
    "CONSENT_INVALIDATED": Text(
      "the consent was found void", "a new yes is a new grant, given properly"),
    "CONSENT_UNPROVEN": Text(
      "the consent was imported without proof of how it was given",
      "ask again, and record a yes with `cvault renew`"),
    "CONSENT_TOO_LONG": Text(
      "the consent is longer than the policy in force allows",
      "renew it with an end that the policy allows"),
    "DENIED_BY_SUBJECT": Text(
      "the person objected to it", "only a later yes of the person answers that"),
    "CATEGORY_NOT_CONSENTED": Text(
      "the permission does not cover the category", "ask for it, or leave the category out"),
    "OPERATION_NOT_CONSENTED": Text(
      "the permission does not cover the operation", "ask for it, or use another operation"),
    "RECIPIENT_NOT_CONSENTED": Text(
      "the permission does not cover the recipient", "ask for it, or leave the recipient out"),
    "CHANNEL_NOT_CONSENTED": Text(
      "the permission does not cover the channel", "ask for it, or use another channel"),
    "ORIGIN_NOT_CONSENTED": Text(
      "the permission does not cover data of that origin",
      "ask for it, or read in partial mode"),
    "GROUND_MISSING": Text(
      "nothing is on record that this purpose could rest on",
      "record it with `cvault ground open`"),
    "GROUND_NOT_YET_VALID": Text("the ground begins later", "wait until it begins"),
    "GROUND_ENDED": Text(
      "the ground has ended", "if it still holds, record it anew with `cvault ground open`"),
  ]

  /// What stands in the way for now, whoever asks.
  private static let ofCircumstance: [String: Text] = [
    "CONTACT_TOO_SOON": Text(
      "the person was contacted as often as the policy allows", "wait until the cap opens again"),
    "QUIET_HOURS": Text(
      "it is quiet time where the policy counts the hours", "wait until the quiet hours are over"),
    "CLOCK_UNTRUSTED": Text(
      "the machine's clock is behind the vault's time",
      "set the clock; if the vault's time is wrong, see `cvault clock reset`"),
    "VAULT_LOCKED": Text(
      "the key that was used does not open this purpose",
      "use a key that was issued for the purpose, or an owner's"),
    "INTERNAL": Text("something failed that should not", "see `cvault doctor`"),
  ]
}
