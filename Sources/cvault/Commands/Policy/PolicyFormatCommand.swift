import ArgumentParser
import Glibc
import PolicyFiles
import VaultModel
import VaultPolicy

struct PolicyFormatCommand: LeafCommand {
  static let configuration = CommandConfiguration(
    commandName: "fmt",
    abstract: "Lay a policy or its tests out in the one way; comments, order and meaning stay.",
    discussion: """
      An invalid policy is refused with its problems. A file named tests.yaml is laid out by its syntax \
      alone: `cvault policy test` says whether it fits.
      """)

  @Argument(help: "policy.yaml or tests.yaml; - for a policy on standard input.") var file: String
  @Flag(help: "Write nothing; exit 3 if the file would change.") var check = false
  @OptionGroup var output: OutputOptions

  func answer(_ session: Session) async throws -> Answer {
    let old = try text(session)
    let last = file.split(separator: "/").last.map(String.init) ?? file
    let name = file == "-" ? "policy.yaml" : last
    guard !name.hasSuffix(".json") else {
      throw CommandError.usage(
        "LAYOUT_FIXED", "a compiled policy has one form already",
        hint: "name the YAML file that it was compiled from")
    }
    let new =
      name == "tests.yaml"
      ? try PolicyFormat.document(old, file: name) : try PolicyFormat.policy(old, file: name)
    if file == "-", !check, !session.console.format.isJSON {
      try FileOutput.write(Array(new.utf8), to: STDOUT_FILENO)
      return .written
    }
    // Bytes: strings are equal in Swift that are spelt differently in Unicode.
    let isChanged = !new.utf8.elementsEqual(old.utf8)
    if isChanged, !check, file != "-" { try RewrittenFile.write(new, over: file) }
    return answer(isChanged, new)
  }

  private func text(_ session: Session) throws -> String {
    guard file == "-" else {
      return try FileText.read(file, limit: YAMLReader.largest, what: "file")
    }
    let bytes = try session.input.all(for: "the policy", limit: YAMLReader.largest)
    guard let text = String(validating: bytes, as: UTF8.self), !bytes.contains(0) else {
      throw CommandError.usage(
        "ENCODING_INVALID", "standard input is not text in UTF-8", hint: "save it as UTF-8")
    }
    return text
  }

  private func answer(_ isChanged: Bool, _ new: String) -> Answer {
    let value: JSONValue = ["file": .text(file), "changed": .flag(isChanged)]
    if check {
      let words = isChanged ? "\(file) would change" : "\(file) is laid out"
      return .change(value, [.sentence(words)], exit: isChanged ? .denied : .done)
    }
    if file == "-" { return Answer(value.adding([.init("text", .text(new))]), []) }
    return .change(
      value, [.sentence(isChanged ? "\(file) is laid out anew" : "\(file) needed no change")])
  }
}
