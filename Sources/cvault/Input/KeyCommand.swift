import VaultCrypto

/// `--key-command`: a program whose standard output is the text of a key file.
enum KeyCommand {
  /// Runs it in a shell, and reads what it prints into secret memory.
  static func secret(_ command: String) throws -> SecretBytes {
    try ChildProcess.output(
      of: ["/bin/sh", "-c", command],
      failure: CommandError(
        .key, "KEY_COMMAND_FAILED", "the key command failed",
        hint: "run it by hand: it prints the text of a key file and exits 0"))
  }
}
