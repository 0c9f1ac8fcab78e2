import ConsentVault

/// Asks before something is destroyed.
enum Confirmation {
  /// Lets go on only if the id was given with `--confirm`, or is typed at the terminal.
  ///
  /// - Parameters:
  ///   - typed: What `--confirm` says.
  ///   - id: What must be said.
  ///   - what: What will happen, such as `erasing a person`.
  /// - Throws: A usage error that names the flag, if there is neither.
  static func demand(
    _ typed: String?, is id: String, what: String
  ) throws {
    if let typed {
      guard typed == id else {
        throw CommandError.usage(
          "CONFIRMATION_WRONG", "what --confirm says is not what is to be confirmed",
          hint: "nothing was changed; give the same id twice")
      }
      return
    }
    guard Console.isTerminal(0), case .some(let prompt) = TerminalPrompt() else {
      throw CommandError.usage(
        "CONFIRMATION_MISSING", "\(what) must be confirmed",
        hint: "give the id again with --confirm")
    }
    guard try prompt.word("To confirm \(what), type the id again: ") == id else {
      throw CommandError.usage("CONFIRMATION_WRONG", "not confirmed; nothing was changed")
    }
  }

  /// Asks a yes-or-no question at a terminal; without one, or with `--yes`, goes on.
  static func ask(_ question: String, yes: Bool) throws {
    guard !yes, Console.isTerminal(0), case .some(let prompt) = TerminalPrompt() else { return }
    guard ["y", "yes"].contains(try prompt.word("\(question) [y/N] ").lowercased()) else {
      throw CommandError.usage("NOT_CONFIRMED", "not confirmed; nothing was changed")
    }
  }
}
