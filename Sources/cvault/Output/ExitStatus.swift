/// The exit codes of every command.
enum ExitStatus: Int32, Sendable {
  /// Done, or permitted.
  case done = 0
  case unexpected = 1
  case noVault = 2
  /// A rule says no: a denial, an invalid policy, a finding of the doctor.
  case denied = 3
  /// The key is missing or wrong.
  case key = 4
  /// No such subject, permission or file.
  case notFound = 5
  case integrity = 6
  /// Done in part: some rows were rejected.
  case partly = 7
  /// EX_USAGE of sysexits.h.
  case usage = 64
  /// EX_IOERR: also a full disk, and an output that nobody reads.
  case inputOutput = 74
  /// EX_TEMPFAIL: the vault was busy for the whole time limit.
  case busy = 75
  /// 128 and SIGINT, as shells count.
  case interrupted = 130
}
