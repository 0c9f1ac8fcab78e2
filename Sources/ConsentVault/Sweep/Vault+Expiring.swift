import VaultPolicy
import VaultStore

/// A consent that will end soon.
public struct Expiring: Hashable, Sendable {
  /// The consent's id.
  public let consent: Identifier
  /// The company's id of the subject; nil without an owner's key.
  public let subject: String?
  /// The purpose leaf that it opens data for.
  public let purpose: String
  /// The first instant at which it is not live any more.
  public let until: Timestamp
}

extension Vault {
  /// The consents that end within a span from now, earliest first.
  ///
  /// - Parameter span: how far to look ahead.
  /// - Returns: given consents; with a purpose key too, then without subjects.
  /// - Throws: ``VaultError`` if the vault cannot be read.
  public func expiring(within span: TimeSpan) throws(VaultError) -> [Expiring] {
    try atTheDoor {
      try store.read { snapshot in
        let policy = try policy(in: snapshot)
        let time = try store.time(in: snapshot).vault
        let ending = try snapshot.ending(after: time, until: time.advanced(by: span) ?? .latest)
        return try ending.compactMap { entry in
          guard let subject = try snapshot.subject(numbered: entry.subject) else { return nil }
          let row = try snapshot.permissions(of: subject, registry: policy.registry)
            .first { $0.permission.id == entry.permission }
          guard let permission = row?.permission, permission.kind == .consent else { return nil }
          return Expiring(
            consent: permission.id, subject: try name(of: subject),
            purpose: policy.registry.name(permission.purpose) ?? "", until: permission.until)
        }
      }
    }
  }
}
