/// The customers whose records the vault and the servers hold: ten records each under ten categories, 25
/// purposes, two fifths of the customers consenting to each.
public struct Customers: Sendable {
  /// How many categories there are; a customer has one record of each.
  public static let categories = 10
  /// How many purposes there are, besides the account that everybody has.
  public static let purposes = 24
  /// What a record says.
  public static let value = [UInt8](repeating: 0x61, count: 100)
  /// The purpose that is measured, and the one category that it reads.
  public static let purpose = 7
  /// The category that a purpose reads.
  public static func category(of purpose: Int) -> Int { purpose % categories }

  /// The names of all.
  public let names: [String]

  /// So many customers.
  public init(count: Int) { names = (0..<count).map { "customer-\(10_000_000 + $0)" } }

  /// The names of those who consent to a purpose, in an order that no store's pages have.
  public func givers(of purpose: Int) -> ArraySlice<String> {
    var shuffle = Shuffle(seed: UInt64(purpose) + 1)
    return names.shuffled(using: &shuffle).prefix(names.count * 2 / 5)
  }

  /// The compiled policy of the vault: the account covers every category, `news-N` one.
  public static var policy: String {
    let categories = (0..<Self.categories).map { "data.c\($0)" }
    var terms = [term("account", categories)]
    terms += (0..<purposes).map { ("news-\($0)", ["data.c\(category(of: $0))"]) }
      .sorted { $0.0 < $1.0 }.map(term)
    let names = (0..<Self.categories).map { #""c\#($0)":"Record \#($0)""# }
    return #"{"actors":{"campaign":"Campaign engine"},"categories":{"data":{"#
      + names.joined(separator: ",") + #"}},"channels":[],"#
      + #""controller":{"contact":"privacy@example.com","name":"Shop"},"default":"deny","never":[],"#
      + #""policy":"bench","purposes":{\#(terms.joined(separator: ","))},"recipients":{},"#
      + #""schema":1,"version":"2026.1.0"}"#
  }

  private static func term(_ name: String, _ categories: [String]) -> String {
    let quoted = categories.map { #""\#($0)""# }.joined(separator: ",")
    return #""\#(name)":{"actors":["campaign"],"basis":"consent","benefit":"You hear of news.","#
      + #""categories":[\#(quoted)],"channels":[],"#
      + #""consent":{"max_lifetime":31536000000,"methods":["web-form"]},"obligations":[],"#
      + #""operations":["use"],"origins":["volunteered","observed"],"recipients":["self"],"#
      + #""retention":0,"title":"\#(name)"}"#
  }
}
