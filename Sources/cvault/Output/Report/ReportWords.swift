import ConsentVault
import VaultModel

/// Words and figures that the table and the page of a report share.
enum ReportWords {
  /// Such as `under 30 days`, `30 to 90 days`, `over a year`.
  static let ages = [
    "under 30 days", "30 to 90 days", "90 to 180 days", "180 days to a year", "over a year",
  ]

  /// `12.5 %`, and a dash where there is nothing to share.
  static func share(_ part: Int, of whole: Int) -> String {
    guard whole > 0 else { return "–" }
    let tenths = (part * 1000 + whole / 2) / whole
    return tenths % 10 == 0 ? "\(tenths / 10) %" : "\(tenths / 10).\(tenths % 10) %"
  }

  /// A number with thin spaces between groups of three digits.
  static func count(_ number: Int) -> String {
    let digits = String(number)
    var text = ""
    for (place, digit) in digits.enumerated() {
      if place > 0, (digits.count - place).isMultiple(of: 3) { text += "\u{202F}" }
      text.append(digit)
    }
    return text
  }

  /// The basis in words.
  static func name(_ basis: Basis) -> String {
    switch basis {
    case .consent: "consent"
    case .contract: "contract"
    case .legalObligation: "legal obligation"
    case .legitimateInterest: "legitimate interest"
    case .vitalInterest: "vital interest"
    }
  }
}

extension OutcomeReport.Requests {
  /// Requests that were closed in the period.
  var closed: Int { answeredInTime + answeredLate + refusedInTime + refusedLate }
  /// Those of them that were closed by their due date.
  var inTime: Int { answeredInTime + refusedInTime }
}

extension OutcomeReport.Week {
  /// The Monday, as `YYYY-MM-DD`.
  var day: String { CivilDate(start).description }
}
