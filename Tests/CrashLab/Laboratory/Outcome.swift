/// What a vault must never do, whatever breaks beneath it.
enum BadOutcome: String, CaseIterable, Hashable, Sendable {
  /// A change that was acknowledged is not there.
  case lostAcknowledged
  /// A consent that was revoked, ended, denied or erased permits something.
  case resurrected
  /// An answer or a value that was never true.
  case wrongAnswer
  /// A vault that was acknowledged does not open.
  case cannotOpen
  /// The ledger does not verify.
  case ledgerBroken
  /// The process died.
  case crash
}

/// One bad outcome, with what is needed to have it again.
struct Failure: Hashable, Sendable {
  let outcome: BadOutcome
  let seed: UInt64
  /// Where in the campaign, such as a crash point; `--point` repeats it alone.
  let point: String
  /// What was seen; no personal data, the subjects are invented.
  let detail: String
}
