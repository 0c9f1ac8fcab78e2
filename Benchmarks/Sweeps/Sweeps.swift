import ConsentVault
import ConsentVaultTesting
import Measuring

/// A sweep of a vault in which a fifth of the consents have ended, and whether anybody is permitted anything
/// by one that has (P8).
@main struct Sweeps {
  static func main() async throws {
    let arguments = Arguments()
    guard arguments.wants("sweep", "P8") else { return }
    let count = arguments.isQuick ? 20_000 : 100_000
    let due = count / 5
    let rounds = arguments.isQuick ? 3 : 5
    var walls: [Double] = []
    var processor: [Double] = []
    var stale = 0
    for round in 0..<rounds {
      let folder = TemporaryFolder()
      defer { folder.remove() }
      let people = try await Membership(at: "\(folder.path)/\(round).vault", of: count, due: due)
      let before = try people.permitted(people.due.prefix(100))
      precondition(before == 100)
      people.clock.set(to: people.end)
      stale += try people.permitted(people.due)
      let watch = Stopwatch()
      let report = try await people.vault.sweep()
      walls.append(watch.seconds)
      processor.append(watch.processorSeconds)
      precondition(report.expired == due && report.erasedValues == due)
      stale += try people.permitted(people.due)
    }
    stale += try await staleDuringSweep(count, due)
    let wall = median(walls)
    if !arguments.asJSON {
      print(
        "\nsweep\n\(due) of \(count) consents due, with a value each: \(wall) s, "
          + "\(median(processor)) s of CPU time; \(stale) stale permits")
    }
    Goal(
      "P8", "sweep, \(due) of \(count) permissions due", wall, "s",
      comparedWith: "wall time, strict, a checkpoint and an overwritten log included",
      .atMost(1, moonshot: 0.25)
    ).tell(asJSON: arguments.asJSON)
    Goal(
      "P8", "permits of consents that have ended", Double(stale), "stale",
      comparedWith: "all of them asked before, during and after the sweep", .atMost(0, moonshot: 0)
    ).tell(asJSON: arguments.asJSON)
  }

  /// Asks for everybody who is due, again and again, while a sweep is under way.
  private static func staleDuringSweep(_ count: Int, _ due: Int) async throws -> Int {
    let folder = TemporaryFolder()
    defer { folder.remove() }
    let people = try await Membership(at: "\(folder.path)/asked.vault", of: count, due: due)
    people.clock.set(to: people.end)
    return try await withThrowingTaskGroup(of: Int.self) { group in
      group.addTask {
        var stale = 0
        repeat { stale += try people.permitted(people.due) } while !Task.isCancelled
        return stale
      }
      let report = try await people.vault.sweep()
      group.cancelAll()
      precondition(report.expired == due)
      return try await group.reduce(0, +)
    }
  }

  private static func median(_ figures: [Double]) -> Double { figures.sorted()[figures.count / 2] }
}
