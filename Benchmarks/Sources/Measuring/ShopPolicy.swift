/// The policy of the measured vaults: 25 purposes, each resting on consent to the same two categories.
public enum ShopPolicy {
  /// How many purposes there are.
  public static let purposes = 25

  /// The compiled policy, in its canonical form.
  public static let text = text(purposes: purposes)

  /// The same with another number of purposes, `news-0` and on.
  public static func text(purposes: Int) -> String {
    let names = (0..<purposes).map { "news-\($0)" }.sorted()
    let terms = names.map { name in
      #""\#(name)":{"actors":["campaign"],"basis":"consent","benefit":"You hear of news.","#
        + #""categories":["contact.email","contact.name"],"channels":[],"#
        + #""consent":{"max_lifetime":31536000000,"methods":["web-form"]},"obligations":[],"#
        + #""operations":["use"],"origins":["volunteered","observed"],"recipients":["self"],"#
        + #""retention":0,"title":"News"}"#
    }
    return #"{"actors":{"campaign":"Campaign engine"},"categories":{"contact":{"#
      + #""email":"E-mail","name":"Name"}},"channels":[],"#
      + #""controller":{"contact":"privacy@example.com","name":"Shop"},"default":"deny","never":[],"#
      + #""policy":"bench","purposes":{\#(terms.joined(separator: ","))},"recipients":{},"#
      + #""schema":1,"version":"2026.1.0"}"#
  }
}
