import ArgumentParser
import Testing

@testable import cvault

@Suite struct KeySources {
  private func find(_ words: [String], _ variables: [String: String] = [:]) throws -> KeySource {
    let environment = Environment(variables)
    let settings = Settings(flags: [:], environment: environment, file: nil, presets: [:])
    return KeySource.find(
      try KeyOptions.parse(words), keyFile: settings[.keyFile], environment: environment)
  }

  // In the order in which they count.
  @Test func theFirstThatIsGivenOpens() throws {
    let all = [
      "--key-file", "a", "--key-fd", "7", "--key-command", "pass", "--passphrase-file", "p",
    ]
    let variables = ["CVAULT_KEY_FILE": "e"]
    #expect(try find(all, variables) == .keyFile("a"))
    #expect(try find(Array(all[2...]), variables) == .descriptor(7))
    #expect(try find(Array(all[4...]), variables) == .command("pass"))
    #expect(try find(Array(all[6...]), variables) == .passphraseFile("p"))
    #expect(try find([], variables) == .keyFile("e"))
  }

  @Test func aCredentialThatIsNotThereIsPassedOver() throws {
    #expect(try find([], ["CREDENTIALS_DIRECTORY": "/nonexistent"]) == .terminal)
  }

  @Test func standardInputHasOneTaker() throws {
    let input = StandardInput()
    try KeySource.keyFile("-").claim(input)
    #expect(throws: CommandError.self) { try input.claim(for: "the values") }
  }
}
