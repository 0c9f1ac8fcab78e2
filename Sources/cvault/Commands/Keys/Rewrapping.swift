import ConsentVault

/// Rewraps under the eyes of whoever waits.
enum Rewrapping {
  /// Runs it to its end.
  ///
  /// - Throws: ``CommandError`` of kind `interrupted` if Ctrl-C ended it.
  static func run(
    _ vault: Vault, _ console: Console, batch: Int = 500
  ) async throws -> RewrapReport {
    Interruption.watch()
    // It looks for a cancelled task between its batches, and Ctrl-C cancels this one.
    let job = Task {
      try await vault.rewrap(batch: batch) { report in
        console.progress(report.progress, report.json)
        if Interruption.isAsked { unsafe withUnsafeCurrentTask { unsafe $0?.cancel() } }
      }
    }
    let report = try await job.value
    console.endProgress()
    guard report.isComplete else {
      throw CommandError(
        .interrupted, "INTERRUPTED", "interrupted after \(report.progress)",
        hint: "nothing is lost; go on with `cvault keys rewrap`")
    }
    return report
  }
}

extension RewrapReport {
  var progress: String {
    "\(seen) of \(subjects) subjects seen, \(rewritten) sealed anew in \(batches) \(batches == 1 ? "batch" : "batches")"
  }

  var json: JSONValue {
    [
      "subjects": .number(subjects), "seen": .number(seen), "rewritten": .number(rewritten),
      "batches": .number(batches), "complete": .flag(isComplete),
    ]
  }
}
