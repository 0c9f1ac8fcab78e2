import ArgumentParser
import ConsentVault
import PolicyFiles
import VaultPolicy

/// Which policy a question is about: that of a file, or the one in force in the vault.
struct AskedPolicy: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "The policy's file, which needs no vault; otherwise the policy in force.", valueName: "file"))
  var policy: String?

  @OptionGroup var access: VaultOptions

  func validate() throws {
    guard policy == nil || access.vault == nil else {
      throw ValidationError("--policy and --vault name two policies; leave one out")
    }
  }

  /// Reads the file, or opens the vault.
  func read(_ session: Session) throws -> Policy {
    if let policy { return try PolicyFile.policy(policy) }
    let vault = try session.openVault(access)
    defer { try? vault.close() }
    return try vault.policyInForceNow().policy
  }
}
