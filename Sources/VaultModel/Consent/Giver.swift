/// Who gave a consent.
///
/// The operator who types it in is never the giver. The name is personal data of a third person: it
/// is kept sealed, in the permission's detail.
public enum Giver: Hashable, Sendable {
  case subject
  case guardian(String)
  case agent(String)

  /// Reads `subject`, `guardian:NAME` or `agent:NAME`; nil for anything else or an empty name.
  public init?(_ text: String) {
    if text == "subject" {
      self = .subject
      return
    }
    guard let colon = text.firstIndex(of: ":") else { return nil }
    let name = String(text[text.index(after: colon)...])
    guard !name.isEmpty, name.utf8.count <= SubjectID.longest else { return nil }
    switch text[..<colon] {
    case "guardian": self = .guardian(name)
    case "agent": self = .agent(name)
    default: return nil
    }
  }
}

extension Giver: CustomStringConvertible {
  /// The form that ``init(_:)`` reads.
  public var description: String {
    switch self {
    case .subject: "subject"
    case .guardian(let name): "guardian:\(name)"
    case .agent(let name): "agent:\(name)"
    }
  }
}
