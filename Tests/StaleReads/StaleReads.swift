import ArgumentParser
import ConsentVault

/// One process of the campaign `Scripts/stale-reads`.
@main
struct StaleReads: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "stale-reads", abstract: "Reads and changes one vault from many processes.")

  enum Role: String, ExpressibleByArgument { case make, read, take, rewrite, govern, verify }

  @Argument(help: "make, read, take, rewrite, govern or verify.")
  var role: Role
  @Option(help: "Where the vault, its key and the board lie.")
  var folder: String
  @Option(help: "Where what was done or told is written down.")
  var record = ""
  @Option(help: "How many people there are; the last is asked about under the other purpose.")
  var people = 0
  @Option(parsing: .upToNextOption, help: "Whom this process changes.")
  var who: [Int] = []
  @Option(help: "How often it changes somebody.")
  var tries = 0

  func run() async throws {
    let shop = Shop(folder: folder)
    switch role {
    case .make: try shop.make()
    case .read: try await Reader(shop, people: people).run(into: record)
    case .take: try await Changer(shop).takeBack(who, tries: tries, into: record)
    case .rewrite: try await Changer(shop).rewrite(who[0], tries: tries, into: record)
    case .govern: try await Changer(shop).govern(who[0], tries: tries, into: record)
    case .verify: print("leaves \(try shop.open().verifyLedger().size)")
    }
  }
}
