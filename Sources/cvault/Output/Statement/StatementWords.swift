import ConsentVault
import VaultModel

/// The vault's words in those of a person who never saw it.
enum StatementWords {
  private static let months = [
    "January", "February", "March", "April", "May", "June", "July", "August", "September",
    "October", "November", "December",
  ]

  /// Such as `22 November 2026`.
  static func day(_ time: Timestamp) -> String {
    let (year, month, day) = CivilDate(time).fields
    return "\(day) \(months[month - 1]) \(year)"
  }

  /// Such as `22 November 2026, 14:05 UTC`, with the exact instant for machines.
  static func moment(_ time: Timestamp) -> HTML {
    let clock = time.description.split(separator: "T").last?.prefix(5) ?? ""
    return """
      <time datetime="\(time.description)"><span>\(day(time))</span>, <span>\(String(clock)) UTC</span>\
      </time>
      """
  }

  /// A date, with the exact instant for machines.
  static func date(_ time: Timestamp) -> HTML {
    "<time datetime=\"\(time.description)\"><span>\(day(time))</span></time>"
  }

  /// Where a value comes from.
  static func origin(_ name: String) -> String {
    switch Origin(name) {
    case .volunteered: "You told us"
    case .observed: "We saw it when you used our service"
    case .inferred: "We concluded it from other data"
    case .thirdParty(let party): "From \(party)"
    case nil: name
    }
  }

  /// What a purpose rests on.
  static func basis(_ basis: Basis) -> String {
    switch basis {
    case .consent: "your consent"
    case .contract: "a contract with you"
    case .legalObligation: "a legal obligation"
    case .legitimateInterest: "our legitimate interest"
    case .vitalInterest: "vital interests"
    }
  }

  /// What a record's state means.
  static func state(_ permission: Consent) -> String {
    switch permission.state {
    case "given": permission.kind == .consent ? "You said yes" : "In force"
    case "requested": "You were asked and have not answered"
    case "refused": "You said no"
    case "withdrawn": "You took it back"
    case "revoked": "We ended it"
    case "expired": "Ended"
    case "invalidated": "Found to be void"
    case "closed": "Closed"
    default: "Not proved; it opens nothing"
    }
  }

  /// What else is done with data; nil for plain use.
  static func operation(_ name: String) -> String? {
    switch name {
    case "profile": "used to build a profile of you"
    case "combine": "combined with other data"
    case "share": "shared"
    default: nil
    }
  }

  /// How a person was contacted, or what was done, beside plain use; empty if there is nothing to say.
  static func manner(_ use: StatedUse) -> String {
    [use.channel.map { "by \($0)" }, operation(use.operation)].compactMap { $0 }
      .joined(separator: ", ")
  }
}
