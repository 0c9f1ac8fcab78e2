import GDPRBench

/// The policy of the vault that runs GDPRbench-V: 25 purposes, each resting on consent, for the same
/// categories and recipients; what a person allowed is in their consents.
enum BenchPolicy {
  static let actor = "worker"
  static let purposes = (0..<Population.purposes).map { "use-\($0)" }
  static let categories = (0..<Population.categories).map { "data.c\($0)" }
  static let recipients = (0..<Population.recipients).map { "partner-\($0)" }
  static let notice = "use.en"
  static let method = "web-form"

  /// The compiled policy, in its canonical form.
  static let text: String = {
    let partners = recipients.map { #""\#($0)","# }.joined()
    let leaves = categories.sorted().map { #""\#($0)""# }.joined(separator: ",")
    let terms = purposes.sorted().map { name in
      #""\#(name)":{"actors":["\#(actor)"],"basis":"consent","benefit":"It works for you.","#
        + #""categories":[\#(leaves)],"channels":[],"#
        + #""consent":{"max_lifetime":31536000000,"methods":["\#(method)"]},"obligations":[],"#
        + #""operations":["use","share"],"origins":["volunteered","observed"],"#
        + #""recipients":[\#(partners)"self"],"retention":0,"title":"Use"}"#
    }
    let tree = categories.map { $0.dropFirst("data.".count) }.sorted()
      .map { #""\#($0)":"A datum""# }.joined(separator: ",")
    let parties = recipients.map { #""\#($0)":{"role":"processor","title":"Partner"}"# }
      .joined(separator: ",")
    return #"{"actors":{"\#(actor)":"Worker"},"categories":{"data":{\#(tree)}},"channels":[],"#
      + #""controller":{"contact":"privacy@example.com","name":"Shop"},"default":"deny","never":[],"#
      + #""policy":"bench","purposes":{\#(terms.joined(separator: ","))},"recipients":{\#(parties)},"#
      + #""schema":1,"version":"2026.1.0"}"#
  }()
}
