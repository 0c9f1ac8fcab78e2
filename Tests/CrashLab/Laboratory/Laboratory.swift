import ArgumentParser
import CFaults
import Glibc

/// Breaks vaults in every way that it knows, and says whether one of them gave way.
@main
struct Laboratory: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "crash-lab", abstract: "Tries to make a vault lose or invent a word.")

  /// Every campaign, in the order in which they run.
  static let campaigns: [any Campaign] = [
    PowerLoss(kind: .honest), PowerLoss(kind: .lyingDisk), PowerLoss(kind: .unsynced),
    Conversion(), FailingCalls.disk, FailingCalls.memory,
    FlipCampaign(size: .small), FlipCampaign(size: .large), SwapCampaign(), RollbackCampaign(),
  ]

  @Option(help: "The seeds to try, A..B.")
  var seeds = SeedRange(1...8)
  @Option(help: "Campaigns by name, with commas between them; all if it is left out.")
  var only: String?
  @Flag(help: "A slice of each campaign.")
  var quick = false
  @Flag(help: "One object a line for each campaign.")
  var json = false
  @Flag(help: "Print the names of the campaigns.")
  var list = false
  @Option(help: "One point of one campaign alone, as a failure named it.")
  var point: String?
  @Option(help: "The name of what is broken in this build: every campaign has to find harm.")
  var control: String?

  mutating func run() async throws {
    guard !list else { return print(Self.campaigns.map(\.name).joined(separator: "\n")) }
    guard cfl_install_memory() == 0 else {
      throw ValidationError("the libraries do not take the laboratory's memory")
    }
    cfl_install_signals()
    var hold = true
    for campaign in try chosen() {
      let report = Report(campaign, control: control, point: point)
      let start = (wall: ContinuousClock.now, processor: clock())
      try await campaign.run(seeds.seeds, quick ? .quick : .full, report)
      report.seconds = (ContinuousClock.now - start.wall) / .seconds(1)
      report.processorSeconds = Double(clock() - start.processor) / Double(CLOCKS_PER_SEC)
      print(json ? report.json(seeds.seeds) : report.text(seeds.seeds))
      fflush(nil)
      hold = hold && (report.holds || point != nil && report.bad.isEmpty)
    }
    if !hold { throw ExitCode(1) }
  }

  private func chosen() throws -> [any Campaign] {
    guard let only else { return Self.campaigns }
    return try only.split(separator: ",").map { name in
      guard let campaign = Self.campaigns.first(where: { $0.name == name }) else {
        throw ValidationError("there is no campaign `\(name)`; `--list` names them")
      }
      return campaign
    }
  }
}
