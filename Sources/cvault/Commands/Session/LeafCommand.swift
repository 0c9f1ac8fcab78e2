import ArgumentParser
import ConsentVault

/// A command that does something.
///
/// It says what it found or did; `Main` writes that down.
protocol LeafCommand: ParsableCommand {
  var output: OutputOptions { get }
  /// Nil for commands that open no vault.
  var vaultOptions: VaultOptions? { get }
  func answer(_ session: Session) async throws -> Answer
}

extension LeafCommand {
  var vaultOptions: VaultOptions? { nil }
}

/// A command on an open vault: opened before, closed behind, on every way out.
protocol VaultCommand: LeafCommand {
  var access: VaultOptions { get }
  /// Whether every change is only tried out.
  var isRehearsal: Bool { get }
  func answer(_ vault: Vault, _ session: Session) async throws -> Answer
}

extension VaultCommand {
  var vaultOptions: VaultOptions? { access }
  var isRehearsal: Bool { false }

  func answer(_ session: Session) async throws -> Answer {
    let vault = try session.openVault(access, isRehearsal: isRehearsal)
    // Closing only tidies up: what was acknowledged is safe without it, so its failure is not told.
    defer { try? vault.close() }
    let answer = try await answer(vault, session)
    return isRehearsal ? answer.rehearsed : answer
  }
}
