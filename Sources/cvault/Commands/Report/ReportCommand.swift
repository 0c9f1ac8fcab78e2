import ArgumentParser
import ConsentVault
import VaultModel

struct ReportCommand: VaultCommand {
  static let configuration = CommandConfiguration(
    commandName: "report", abstract: "Report outcomes over a period: promises kept, not activity.",
    discussion: """
      How long a no took to take effect, how long an erasure took, which requests were answered in \
      time, why data was refused, how old permissions are, what uses rested on, what waits for a sweep. \
      Nothing in it is about a person. --html writes a page with charts that needs nothing beside it.
      """)

  @Option(help: ArgumentHelp("The first instant; otherwise 90 days back.", valueName: "time"))
  var since: Timestamp?
  @Option(help: ArgumentHelp("The first instant after it; otherwise now.", valueName: "time"))
  var until: Timestamp?
  @Option(
    help: ArgumentHelp("Write a page for people to a new file.", valueName: "file"),
    completion: .file()) var html: String?
  @OptionGroup var access: VaultOptions
  @OptionGroup var output: OutputOptions

  func answer(_ vault: Vault, _ session: Session) async throws -> Answer {
    let console = session.console
    let report = try vault.outcomeReport(since: since, until: until) { leaves in
      console.progress("read \(leaves) leaves", ["leaves": .number(leaves)])
    }
    console.endProgress()
    guard let html else { return Answer(report.json, report.blocks) }
    try NewFile.write(ReportPage(report).html.text, to: html)
    return .change(
      report.json.adding([.init("file", .text(html))]),
      [.sentence("made: a page that any browser shows"), .facts([.init("file", html)])])
  }
}
