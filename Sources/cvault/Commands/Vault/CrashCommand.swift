#if DEBUG
  import ArgumentParser
  import VaultCrypto

  /// Crashes with a key live, for the test that no crash report prints it (08, section 2).
  struct CrashCommand: LeafCommand {
    static let configuration = CommandConfiguration(
      commandName: "crash-with-canary", abstract: "Crash with a key live.", shouldDisplay: false)

    @OptionGroup var output: OutputOptions

    func answer(_ session: Session) async throws -> Answer {
      let canary = try SecretBytes(copying: Array("CANARY-0123456789-NEVER-PRINT-ME".utf8))
      let index = canary.withSpan { $0.byteCount + session.environment.process }
      // The pointer to the key is live in a register where the overrun traps.
      let overrun = unsafe canary.withBytes { bytes in unsafe Array(bytes)[index] }
      return Answer(["overrun": .number(overrun)], [])
    }
  }

  extension Environment {
    /// Nothing, in a way that the optimiser cannot know.
    fileprivate var process: Int { self["CVAULT_CANARY"] == nil ? 0 : 1 }
  }
#endif
