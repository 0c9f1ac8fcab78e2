/// How far a request has come.
///
/// Append-only numbers: they stand in vaults. The two that wait for an answer come first.
public enum RightsRequestState: UInt8, Hashable, Sendable, CaseIterable {
  /// Waits for an answer.
  case open = 1
  /// Waits for an answer, with more time (GDPR Article 12(3)).
  case extended
  /// Done what was asked for; final.
  case answered
  /// Refused with a coded reason (GDPR Article 12(4)); final.
  case refused

  /// The word for it in commands and files.
  public var name: String {
    switch self {
    case .open: "open"
    case .extended: "extended"
    case .answered: "answered"
    case .refused: "refused"
    }
  }

  /// Whether an answer is still owed.
  public var isOpen: Bool { self == .open || self == .extended }
}
