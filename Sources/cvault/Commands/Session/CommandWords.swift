import ArgumentParser
import VaultPolicy

/// The words that name a command, looked at before the parser does: it would take a misspelt one for an
/// argument too many.
enum CommandWords {
  /// Refuses a word that names no command, with the nearest that does.
  static func check(_ arguments: [String]) throws(CommandError) {
    var command: any ParsableCommand.Type = CVault.self
    var path = ["cvault"]
    for word in arguments {
      let commands = subcommands(of: command)
      guard !commands.isEmpty, !word.hasPrefix("-") else { return }
      // Behind it stand the words of a command too, and the parser would pass over a misspelt one.
      if word == "help" { continue }
      guard let next = commands.first(where: { name(of: $0) == word }) else {
        // Where one command is meant if none is named, the word is that one's argument.
        guard command.configuration.defaultSubcommand == nil else { return }
        let known = commands.filter { $0.configuration.shouldDisplay }.map(name(of:))
        let nearest = Spelling.nearest(to: word, among: known)
        throw .usage(
          "COMMAND_UNKNOWN", "`\(path.joined(separator: " "))` has no command \(quoted(word))",
          hint: nearest.map { "did you mean `\($0)`?" }
            ?? "see `\(path.joined(separator: " ")) --help`")
      }
      command = next
      path.append(word)
    }
  }

  private static func subcommands(
    of command: any ParsableCommand.Type
  ) -> [any ParsableCommand.Type] {
    let configuration = command.configuration
    return configuration.subcommands
  }

  private static func name(of command: any ParsableCommand.Type) -> String {
    command.configuration.commandName ?? ""
  }

  /// The parser's complaint in our words: without what stood in an argument, which may be a person's id.
  static func usageError(_ error: any Error) -> CommandError {
    let message = CVault.message(for: error)
    let help = CVault.fullMessage(for: error).split(separator: "'")
      .first { $0.hasPrefix("cvault") && $0.hasSuffix("--help") }
    let text: String
    if message.hasPrefix("Unexpected argument") || message.contains("unexpected arguments") {
      text = "there is an argument too many"
    } else if let name = nameOfInvalid(in: message) {
      text = "`\(name)` does not take such a value"
    } else {
      text = decapitalised(message)
    }
    return .usage("USAGE", text, hint: help.map { "see `\($0)`" } ?? "see `cvault --help`")
  }

  /// What was given a value of another type; the parser quotes that value, and somebody who mistook a
  /// person for a consent gave a person's id.
  private static func nameOfInvalid(in message: String) -> String? {
    let parts = message.split(separator: "' is invalid for '")
    guard message.hasPrefix("The value '"), parts.count > 1 else { return nil }
    return parts.last?.split(separator: "'").first.map(String.init)
  }

  private static func decapitalised(_ message: String) -> String {
    var text = message.split(separator: "\n").first.map(String.init) ?? message
    if text.hasSuffix(".") { text.removeLast() }
    guard let first = text.first, text.dropFirst().first?.isLowercase ?? false else { return text }
    return first.lowercased() + text.dropFirst()
  }
}
