import VaultModel
import VaultPolicy

/// One point of a request, one permission, one `never` rule and one more denial, put through the checks:
/// with any kind of word, so that the very same lines compute a mask and print it as a formula.
///
/// The names of the inputs are those of `specification.smt2`.
struct PointQuestion<Word: CheckWord> {
  /// 64 bits of a name.
  let word: (String) -> Word
  /// A truth of a name.
  let truth: (String) -> Word

  /// Every reason against the point; none is a permit.
  var mask: Word {
    let request = Checks.request(
      asked, actors: word("purpose-actors"), contained("purpose"),
      listsChannels: truth("purpose-lists-channels"))
    let clock = Checks.clock(
      time: word("time"), canStale: truth("purpose-can-stale"), staleFrom: word("stale-from"),
      isTrusted: truth("clock-is-trusted"))
    return request | Checks.data(asked, contained("purpose")) | clock
      | never.tells(.never) | Checks.permission(permission, asked, moment, denial)
  }

  private var asked: AskedWords<Word> {
    AskedWords(
      actor: bit("actor"), category: bit("category"), operations: word("operations"),
      recipient: bit("recipient"), channel: bit("channel"), origin: bit("origin"),
      namesChannel: truth("names-channel"), isSpecial: truth("category-is-special"))
  }

  private var permission: PermissionWords<Word> {
    PermissionWords(
      contained: contained("permission"), state: word("permission-state"),
      isGround: truth("is-ground"), isExplicit: truth("is-explicit"), from: word("from"),
      until: word("until"), eventTime: word("event-time"), recordedTime: word("recorded-time"))
  }

  private var moment: MomentWords<Word> {
    MomentWords(
      time: word("time"), longest: word("longest"), isRestricted: truth("is-restricted"),
      restrictedSince: word("restricted-since"))
  }

  private var never: Word {
    Checks.forbids(
      actors: named("never", "actors", bit("actor")),
      categories: named("never", "categories", word("category-lineage")),
      recipients: named("never", "recipients", bit("recipient")),
      channels: named("never", "channels", bit("channel")),
      operations: named("never", "operations", word("operations")))
  }

  /// One more denial after any that were heard before, which makes it true of any number of them.
  private var denial: LatestDenial<Word> {
    var latest = LatestDenial(
      isThere: truth("heard"), time: word("heard-time"), isWithdrawal: truth("heard-withdrawal"))
    let node = Word.bit(of: word("denial-node"), isAsked: truth("denial-names-node"))
    let touches = Checks.touches(
      node: NamedWords(isNamed: truth("denial-names-node"), shared: word("purpose-lineage") & node),
      categories: named("denial", "categories", word("category-lineage")),
      channels: named("denial", "channels", bit("channel")),
      recipients: named("denial", "recipients", bit("recipient")))
    latest.hear(
      touches: touches, time: word("denial-time"), isWithdrawal: truth("denial-withdrawal"))
    return latest
  }

  private func bit(_ name: String) -> Word {
    Word.bit(of: word(name), isAsked: truth("asks-\(name)"))
  }

  private func contained(_ owner: String) -> ContainedWords<Word> {
    ContainedWords(
      categories: word("\(owner)-categories"), operations: word("\(owner)-operations"),
      recipients: word("\(owner)-recipients"), channels: word("\(owner)-channels"),
      origins: word("\(owner)-origins"))
  }

  private func named(_ owner: String, _ dimension: String, _ asked: Word) -> NamedWords<Word> {
    NamedWords(
      isNamed: truth("\(owner)-names-\(dimension)"), shared: word("\(owner)-\(dimension)") & asked)
  }
}
