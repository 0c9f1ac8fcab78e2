#if DEBUG
  import ArgumentParser
  import VaultModel
  import Glibc
  import VaultCrypto

  /// Crashes with a key live, for the test that no crash report prints it.
  struct CrashCommand: LeafCommand {
    static let configuration = CommandConfiguration(
      commandName: "crash-with-canary", abstract: "Crash with a key live.", shouldDisplay: false)

    @OptionGroup var output: OutputOptions

    func answer(_ session: Session) async throws -> Answer {
      let canary = try SecretBytes(copying: Array("CANARY-0123456789-NEVER-PRINT-ME".utf8))
      // memcpy holds the pointer to the key in a register where it traps, and a backtracer would print
      // the bytes behind it.
      unsafe canary.withBytes { bytes in
        guard let key = bytes.baseAddress,
          let nowhere = unsafe UnsafeMutableRawPointer(bitPattern: 8 + session.environment.process)
        else { return }
        unsafe memcpy(nowhere, key, bytes.count)
      }
      return Answer(["crashed": .flag(false)], [])
    }
  }

  extension Environment {
    /// Nothing, in a way that the optimiser cannot know.
    fileprivate var process: Int { self["CVAULT_CANARY"] == nil ? 0 : 1 }
  }
#endif
