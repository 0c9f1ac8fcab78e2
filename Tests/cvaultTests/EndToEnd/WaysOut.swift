import Glibc
import Testing

@Suite struct WaysOut {
  @Test func helpNamesEveryCommandOnce() throws {
    let names = try Program.run(["--help"]).output.split(separator: "\n").compactMap { line in
      line.hasPrefix("  ") && !line.hasPrefix("   ") && !line.hasPrefix("  -")
        ? line.split(separator: " ").first : nil
    }
    #expect(names.contains("report") && names.count == Set(names).count, "\(names)")
  }

  @Test(arguments: [Program.Output.closedPipe, .full])
  func anOutputThatTakesNothingIsAnError(output: Program.Output) throws {
    let vault = try TestVault()
    #expect(try vault.run(["ledger", "show"], output: output).code == 74)
    #expect(try vault.run(["--help"], output: output).code == 74)
    #expect(try vault.run(["completions", "zsh"], output: output).code == 74)
    // What was to be changed is changed all the same.
    #expect(try vault.run(TestVault.grant("C-1"), output: output).code == 74)
    #expect(try vault.run(TestVault.ask("check", "C-1")).code == 0)
  }

  @Test func aMissingOutputNeverEndsInTheVault() throws {
    let vault = try TestVault()
    _ = try vault.grant()
    for words in [
      ["policy", "whom", "--purpose", "personalise.recommendations", "--json"],
      ["subject", "export", "C-1"], ["ledger", "show", "--json"],
    ] {
      #expect(try vault.run(words, output: .missing).code == 74, "\(words)")
      #expect(try vault.run(["ledger", "verify"]).code == 0, "\(words)")
    }
  }

  @Test func helpAndVersionNeedNeitherKeyNorVault() throws {
    for words in [
      ["--help"], ["--version"], ["version"], ["help", "grant"], ["subject"],
      ["grant", "--help"], ["completions", "fish"],
    ] {
      let run = try Program.run(
        words, Program.Options(environment: ["CVAULT_KEY_FILE": "/nonexistent"]))
      #expect(run.code == 0, "\(words): \(run.error)")
      #expect(!run.output.isEmpty)
    }
  }

  @Test func helpForWhatIsNoCommandIsAnError() throws {
    let run = try Program.run(["help", "nope", "--json"])
    #expect(run.code == 64 && run.output.isEmpty)
    #expect(run.error.field("code") == "COMMAND_UNKNOWN")
  }

  @Test func interruptedBetweenSweepsItEndsWith130() throws {
    let vault = try TestVault()
    var options = Program.Options(environment: vault.environment)
    options.signal = (SIGINT, 700)
    let run = try Program.run(["sweep", "--every", "1h", "--format", "ndjson"], options)
    #expect(run.code == 130)
    #expect(run.output.contains(#""expired":0"#))
    #expect(run.error.contains(#""code":"INTERRUPTED""#))
    #expect(try vault.run(["ledger", "verify"]).code == 0)
  }

  @Test func aCrashPrintsNoKey() throws {
    let canary = "CANARY-0123456789-NEVER-PRINT-ME"
    let digits = canary.utf8.map { String($0, radix: 16) }
    for variables in [[:], ["SWIFT_BACKTRACE": "enable=yes,color=no,sanitize=no"]] {
      let run = try Program.run(
        ["crash-with-canary"], Program.Options(environment: variables))
      // Killed by a signal, as it should.
      #expect(run.code > 128)
      let said = run.output + run.error
      #expect(!said.contains("CANARY"))
      #expect(!said.lowercased().contains(digits[..<8].joined()))
      #expect(!said.lowercased().contains(digits[..<8].joined(separator: " ")))
    }
  }

  @Test func aKeyThatIsReadableByOthersIsNamedByItsFaultAlone() throws {
    let vault = try TestVault()
    let secret = vault.folder.read("key")
    #expect(unsafe chmod(vault.folder["key"], 0o640) == 0)
    let run = try vault.run(["keys", "list"])
    #expect(run.code == 4)
    #expect(!run.error.contains(secret.dropFirst(13).prefix(16)))
  }
}
