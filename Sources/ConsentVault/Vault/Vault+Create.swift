import Glibc
import VaultCrypto
import VaultPolicy

extension Vault {
  /// Makes a vault under a compiled policy, with a new key file as its first owner's key.
  ///
  /// It is for applications that do not use the command, and blocks the caller's thread.
  ///
  /// - Parameters:
  ///   - path: the directory `NAME.vault`; nothing may be there but an empty directory.
  ///   - compiledPolicy: the canonical JSON text of a policy, from `cvault policy compile`; a text that differs from it in one byte
  ///     is `POLICY_INVALID`.
  ///   - notices: the text of each notice by its name, `ID.LANGUAGE`, such as `newsletter.en`;
  ///     every notice that the policy names must be there, and each has at most 1 MiB.
  ///   - keyFile: where the new key file goes, 0600; never over another file, and gone again if the
  ///     vault cannot be made. Keep it away from the vault.
  ///   - options: settings that have a good default.
  ///   - keepRecoveryCode: gets the 26 ASCII characters that open the vault when every other key is
  ///     lost. They are told this once, so print them or lock them away.
  /// - Returns: the vault, opened with the new key.
  /// - Throws: ``VaultError``, with codes such as `POLICY_INVALID`, `NOTICE_NAME_INVALID`,
  ///   `NOTICE_MISSING`, `VAULT_EXISTS`, `FILE_EXISTS`; then there is no vault.
  public static func create(
    at path: String, compiledPolicy: String, notices: [String: String] = [:], keyFile: String,
    options: Options = Options(), keepRecoveryCode: (RawSpan) -> Void
  ) throws(VaultError) -> Vault {
    try atTheDoor {
      let source = try PolicySource(compiledPolicy, notices: notices)
      let secret = try SecretBytes.random(count: KeyFile.secretSize)
      try KeyFile.write(secret, to: keyFile)
      do {
        let made = try create(
          at: path, policy: source, key: .keyFile(try secret.copy()), options: options)
        made.recoveryCode.withSpan(keepRecoveryCode)
        return made.vault
      } catch {
        // It was made here a moment ago and opens nothing.
        unsafe unlink(keyFile)
        throw error
      }
    }
  }
}

extension PolicySource {
  /// A compiled policy with its notices, checked as a folder of them would be.
  fileprivate init(_ compiled: String, notices texts: [String: String]) throws(VaultError) {
    let policy: Policy
    do throws(PolicyFault) {
      policy = try Policy(canonicalJSON: compiled)
    } catch {
      let first = error.problems.first
      throw VaultError(
        .refused, "POLICY_INVALID", first?.message ?? "the policy is not valid",
        hint: first?.hint ?? "compile it again")
    }
    var notices: [Notice] = []
    for (name, text) in texts { notices.append(try Notice(named: name, text: text)) }
    let known = Set(notices.map(\.id))
    for id in policy.purposes.flatMap(\.notices) where !known.contains(id) {
      throw VaultError(
        .refused, "NOTICE_MISSING", "the policy names the notice `\(id)`, which is not given",
        hint: "give its text as `\(id).en`, or in another language")
    }
    self.init(
      policy: policy, places: PolicyPlaces(file: "policy.json"), sourceText: compiled,
      notices: notices.sorted { ($0.id, $0.language) < ($1.id, $1.language) })
  }
}

extension Notice {
  fileprivate init(named name: String, text: String) throws(VaultError) {
    let parts = name.split(separator: ".", omittingEmptySubsequences: false).map(String.init)
    guard parts.count == 2, DottedName.isSegment(parts[0].utf8), !parts[1].isEmpty,
      parts[1].utf8.count <= 35, DottedName.isSegment(parts[1].lowercased().utf8)
    else {
      throw VaultError(
        .usage, "NOTICE_NAME_INVALID", "a notice is not named `ID.LANGUAGE`",
        hint: "name it as in `newsletter.en`")
    }
    guard text.utf8.count <= Self.largest, !text.allSatisfy(\.isWhitespace) else {
      throw VaultError(
        .usage, "NOTICE_INVALID", "the notice `\(name)` is empty or over 1 MiB",
        hint: "give the text that people are shown")
    }
    self.init(id: parts[0], language: parts[1], text: text)
  }
}
