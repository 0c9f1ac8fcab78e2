import ArgumentParser
import VaultModel

/// A command that changes a vault, and can be tried out first.
protocol ChangeCommand: VaultCommand {
  var rehearsal: RehearsalOptions { get }
}

extension ChangeCommand {
  var isRehearsal: Bool { rehearsal.dryRun }
}

/// `-n`: the change is decided by the same code as ever, and undone.
struct RehearsalOptions: ParsableArguments {
  @Flag(name: [.customShort("n"), .long], help: "Say what would change, and change nothing.")
  var dryRun = false
}

extension Answer {
  /// The same answer, told as what would have been; there is no leaf of it.
  var rehearsed: Answer {
    var answer = self
    let members = value.members.map { member in
      member.key == "leaf" ? JSONValue.Member("leaf", .null) : member
    }
    answer.value = .object(members + [.init("dry_run", .flag(true))])
    answer.blocks =
      [.sentence("nothing was changed; without --dry-run it would have been:")] + blocks
    answer.isConfirmation = false
    return answer
  }
}
