import Glibc
import Testing
import VaultModel

@testable import VaultCrypto

private let ageIsThere = ["age", "age-keygen"].allSatisfy {
  unsafe access("/usr/bin/\($0)", X_OK) == 0
}

/// The format held against the program `age`, where it is installed.
@Suite(.enabled(if: ageIsThere)) struct AgeOracleTests {
  private let directory: TemporaryDirectory

  init() throws { directory = try TemporaryDirectory() }

  private func path(_ name: String) -> String { "\(directory)/\(name)" }

  /// Runs words of our own in a shell.
  private func shell(_ command: String) -> Bool {
    unsafe system("cd '\(directory)' && { \(command); } 2>/dev/null") == 0
  }

  /// Sizes around what a line of a stanza, a block of the cipher and our own texts hold.
  @Test(arguments: [0, 1, 15, 16, 17, 63, 64, 65, 78, 1_000, 12_000])
  func whatAgeEncryptsIsOpened(count: Int) throws {
    let plain = counting(from: 3, count)
    overwrite(path("anchor"), plain)
    #expect(
      shell(
        """
        age-keygen -o a.key && age-keygen -o keyring && \
        age -r "$(age-keygen -y keyring)" -r "$(age-keygen -y a.key)" -o link anchor
        """))
    for identity in ["a.key", "keyring"] {
      chmod(path(identity))
      let opened = try AgeFile.decrypt(
        contents(path("link")), with: AgeIdentity.read(path(identity)))
      #expect(opened.array == plain)
    }
  }

  @Test(arguments: [0, 1, 78, 12_000]) func whatIsEncryptedAgeOpens(count: Int) throws {
    #expect(shell("age-keygen -o a.key && age-keygen -y a.key > anchor"))
    let text = String(decoding: contents(path("anchor")), as: UTF8.self)
    let recipient = try AgeRecipient(String(text.dropLast()))
    let plain = try SecretBytes.random(count: count)
    let others = try (0..<3).map { _ in try AgeFileTests.newIdentity().recipient }
    overwrite(path("link"), try AgeFile.encrypt(plain, to: others + [recipient]))
    #expect(shell("age -d -i a.key -o keyring link"))
    #expect(contents(path("keyring")) == plain.array)
  }

  @Test func recipientsAndIdentitiesHaveTheSameText() throws {
    let own = try AgeFileTests.newIdentity()
    overwrite(path("a.key"), Array("\(own.text)\n".utf8))
    #expect(shell("age-keygen -y a.key > anchor"))
    #expect(contents(path("anchor")) == Array("\(own.recipient.text)\n".utf8))
  }

  @Test func aPassphraseFileAndAnArmoredOneAreRefused() throws {
    overwrite(path("anchor"), [1, 2, 3])
    #expect(shell("age-keygen -o a.key && age -a -r \"$(age-keygen -y a.key)\" -o link anchor"))
    chmod(path("a.key"))
    let identity = try AgeIdentity.read(path("a.key"))
    #expect(throws: AgeError.notAge) {
      _ = try AgeFile.decrypt(contents(path("link")), with: identity).count
    }
  }

  private func chmod(_ path: String) { _ = unsafe Glibc.chmod(path, 0o600) }
}
