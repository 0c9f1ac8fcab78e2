import Glibc
import Synchronization

/// Ctrl-C during long work: the work looks here between its steps, so that it ends at a whole one.
enum Interruption {
  private static let flag = Atomic<Bool>(false)

  /// Whether Ctrl-C (or SIGTERM) came since ``watch()``.
  static var isAsked: Bool { flag.load(ordering: .relaxed) }

  /// From now on a first Ctrl-C only asks; a second one ends the process.
  static func watch() {
    // Touched here, so that the handler finds it made: a lazy initialiser is not safe in a handler.
    flag.store(false, ordering: .relaxed)
    for number in [SIGINT, SIGTERM] {
      var action = sigaction()
      // A relaxed store to a lock-free atomic is all that the handler does. SA_RESETHAND gives the
      // second signal its default effect; no SA_RESTART, so that a waiting read returns.
      unsafe action.__sigaction_handler.sa_handler = { _ in
        Interruption.flag.store(true, ordering: .relaxed)
      }
      action.sa_flags = Int32(bitPattern: UInt32(SA_RESETHAND))
      unsafe sigaction(number, &action, nil)
    }
  }
}

extension CommandError {
  /// Ctrl-C, with nothing begun.
  static let interrupted = CommandError(
    .interrupted, "INTERRUPTED", "interrupted; nothing was begun")
}
