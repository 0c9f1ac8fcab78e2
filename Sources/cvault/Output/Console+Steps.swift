import ConsentVault

extension Console {
  /// Runs long work that tells its steps, shows how far it has come, and ends it at Ctrl-C.
  ///
  /// - Parameters:
  ///   - verb: what was done to the share that is told, such as `copied`.
  ///   - work: gets what it is to call after each step; what that throws ends it.
  /// - Returns: what `work` does.
  /// - Throws: ``CommandError`` `INTERRUPTED` after Ctrl-C.
  func following<R>(
    _ verb: String, _ work: (@escaping (_ done: Int, _ total: Int) throws -> Void) throws -> R
  ) throws -> R {
    Interruption.watch()
    defer { endProgress() }
    do {
      return try work { done, total in
        guard !Interruption.isAsked else { throw CommandError.interrupted }
        progress(
          Self.bar(done, total) + " \(verb)",
          ["done": .number(done), "total": .number(total)])
      }
    } catch {
      throw Interruption.isAsked ? CommandError.stopped : error
    }
  }

  /// Such as `[#####---------------] 25 %`.
  private static func bar(_ done: Int, _ total: Int) -> String {
    let share = 20 * done / max(1, total)
    return "[\(String(repeating: "#", count: share))\(String(repeating: "-", count: 20 - share))] "
      + "\(100 * done / max(1, total)) %"
  }
}

extension CommandError {
  /// Ctrl-C in the middle of something that is made whole or not at all.
  fileprivate static let stopped = CommandError(
    .interrupted, "INTERRUPTED", "interrupted; nothing of it is left",
    hint: "run it again")
}
