import ConsentVault
import VaultModel
import VaultPolicy

/// A purpose of the laboratory's policy, with what the oracle has to know of it.
enum Purpose: String, CaseIterable, Hashable, Sendable {
  case offers = "ads.offers"
  case styling = "ads.styling"
  /// A contact, at most twice in seven days.
  case news = "news"
  /// It rests on a contract; the others, on consent.
  case care = "care"

  var categories: [String] {
    switch self {
    case .offers: ["data.a", "data.x"]
    case .styling: ["data.b", "data.x"]
    case .news: ["data.c"]
    case .care: ["data.d"]
    }
  }

  static let consents: [Purpose] = [.offers, .styling, .news]
  static let mostContacts = 2
  static let contactSpan = TimeSpan.days(7)

  /// Asks for everything that the purpose has.
  var request: Request {
    Request(
      actor: "desk", purpose: rawValue, categories: categories,
      channel: self == .news ? "email" : nil)
  }
}

/// The policy under which the laboratory's vaults are.
enum LabPolicy {
  static let categories = ["data.a", "data.b", "data.c", "data.d", "data.x"]

  /// An edition of it; editions differ in their version alone.
  static func source(edition: Int) throws -> PolicySource {
    let purposes = Purpose.allCases.map { "\"\($0.rawValue)\":{\(terms(of: $0))}" }
    let groups = #""ads":{"group":true,"title":"Ads"}"#
    let sorted = ([groups] + purposes).sorted().joined(separator: ",")
    let text =
      #"{"actors":{"desk":"Desk"},"categories":{"data":{"a":"A","b":"B","c":"C","d":"D","x":"X"}},"#
      + #""channels":["email"],"controller":{"contact":"privacy@example.com","name":"Lab"},"#
      + #""default":"deny","never":[],"policy":"lab","purposes":{\#(sorted)},"#
      + #""recipients":{},"schema":1,"version":"\#(version(edition))"}"#
    return PolicySource(
      policy: try Policy(canonicalJSON: text), places: PolicyPlaces(file: "policy.json"),
      sourceText: text,
      notices: [Notice(id: "notice", language: "en", text: "What we do with it.")])
  }

  static func version(_ edition: Int) -> String { "2026.1.\(edition)" }

  private static func terms(of purpose: Purpose) -> String {
    let isContact = purpose == .news
    let categories = purpose.categories.map { "\"\($0)\"" }.joined(separator: ",")
    let consent =
      #""consent":{"max_lifetime":31536000000,"methods":["web-form"]},"#
      + (isContact ? #""contact":{"at_most":{"count":2,"per":604800000}},"# : "")
    return #""actors":["desk"],"basis":"\#(purpose == .care ? "contract" : "consent")","#
      + #""benefit":"Some.","categories":[\#(categories)],"#
      + #""channels":[\#(isContact ? "\"email\"" : "")],"#
      + (purpose == .care ? "" : consent)
      + #""obligations":[],"operations":["use"],"origins":["volunteered","observed"],"#
      + #""recipients":["self"],"retention":0,"title":"T""#
  }
}
