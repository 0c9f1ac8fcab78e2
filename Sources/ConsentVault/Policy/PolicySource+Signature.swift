import VaultCrypto
package import VaultLedger
package import VaultPolicy
import VaultStore

extension PolicySource {
  /// What whoever signs this policy vouches for.
  package var statement: PolicyStatement {
    PolicyStatement(
      name: policy.name, version: policy.version.text,
      digest: SHA256.digest(of: Array(policy.canonicalJSON().utf8)),
      notices: notices.map { .init(id: $0.id, language: $0.language, text: $0.text) })
  }

  /// Demands that the note beside it is of exactly this policy, and by `key`.
  ///
  /// - Returns: the note.
  /// - Throws: ``VaultError`` `POLICY_UNSIGNED`, `POLICY_SIGNATURE_WRONG`.
  @discardableResult
  package func requireSignature(by key: VerifierKey) throws(VaultError) -> String {
    guard let signature else {
      throw VaultError(
        .refused, "POLICY_UNSIGNED", "the policy is not signed by the policy key",
        hint: "sign it with `cvault policy sign`, which writes `.sig` behind its name")
    }
    let signed: PolicyStatement
    do throws(NoteError) {
      signed = try PolicySignature(key: key, note: signature, endorsement: nil).statement()
    } catch {
      throw .signatureWrong(error == .unknownKey ? "it is another key's" : "it does not hold")
    }
    if let other = statement.difference(from: signed) {
      throw .signatureWrong("it is of \(other)")
    }
    return signature
  }

  /// Finds the signature with which a version is stored.
  ///
  /// - Parameters:
  ///   - known: the versions that the vault keeps, oldest first.
  ///   - change: a key that comes into force with this version.
  ///   - held: the notices that the vault keeps.
  /// - Returns: the signature, which holds; nil as long as the vault has no policy key.
  /// - Throws: ``VaultError`` `POLICY_UNSIGNED`, `POLICY_SIGNATURE_WRONG`, `POLICY_KEY_BOUND`,
  ///   `POLICY_KEY_REPLACED`, `ENDORSEMENT_WRONG`, `NOTICE_UNSIGNED`.
  func demandedSignature(
    over known: [PolicyRow], setting change: PolicyKeyChange?, held: [NoticeRow]
  ) throws(VaultError) -> PolicySignature? {
    let old = known.last?.signature?.key
    guard let key = change?.key ?? old else { return nil }
    var endorsement: String?
    if let old, let change, old != key {
      guard !known.keys.contains(where: { $0.key == key }) else { throw .keyReplaced }
      endorsement = try change.requireEndorsement(by: old)
    } else if old == nil, change?.endorsement != nil {
      throw .endorsementNeedless
    }
    let note = try requireSignature(by: key)
    // What people may be shown is under the key from the first day on.
    if old == nil, let stray = held.first(where: { !holds($0) }) {
      throw VaultError(
        .refused, "NOTICE_UNSIGNED",
        "the vault holds the notice `\(stray.id).\(stray.language)`, which is not signed",
        hint: "put it back beside the policy, and sign again")
    }
    return PolicySignature(key: key, note: note, endorsement: endorsement)
  }

  /// Whether a notice of that name is among these; its text is the newest then.
  private func holds(_ row: NoticeRow) -> Bool {
    notices.contains { $0.id == row.id && $0.language == row.language }
  }
}

extension PolicyStatement {
  /// What `other` states differently, in words; nil if nothing.
  fileprivate func difference(from other: PolicyStatement) -> String? {
    if other.name != name { return "the policy `\(other.name)`" }
    if other.version != version { return "the version `\(other.version)`" }
    if other.digest != digest { return "other content" }
    return other.notices == notices ? nil : "other notices"
  }
}

extension VaultError {
  fileprivate static func signatureWrong(_ why: String) -> VaultError {
    VaultError(
      .refused, "POLICY_SIGNATURE_WRONG", "the policy's signature does not count: \(why)",
      hint: "whoever holds the policy key reads the policy and its notices, and signs again")
  }

  fileprivate static let endorsementNeedless = VaultError(
    .refused, "ENDORSEMENT_WRONG", "the vault has no policy key that could endorse another",
    hint: "leave `--endorsement` out for the first key")

  /// Otherwise an old endorsement could be used again.
  fileprivate static let keyReplaced = VaultError(
    .refused, "POLICY_KEY_REPLACED", "this policy key was replaced before, and never comes back",
    hint: "make a new one with `cvault policy key new`")
}
