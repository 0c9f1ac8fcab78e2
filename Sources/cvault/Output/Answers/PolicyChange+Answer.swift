import ConsentVault
import VaultLedger
import VaultModel

extension Vault.PolicyChange {
  /// What a load did.
  func answer(_ done: String, undo: String) -> Answer {
    var facts: [TextBlock.Fact] = [.init("digest", "sha256:\(digest)")]
    if let olderThan { facts.append(.init("older than", olderThan)) }
    if let key { facts.append(.init("policy key", key.text)) }
    return .change(
      [
        "name": .text(name), "version": .text(version), "digest": .text("sha256:\(digest)"),
        "changed": .flag(changed), "older_than": .text(olderThan), "key": .text(key?.text),
        "leaf": .number(leaf),
      ],
      [.sentence(done)] + (changed ? [.facts(facts + [.init("undo", undo)])] : []))
  }
}
