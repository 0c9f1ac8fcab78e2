/// What has happened to a permission's record.
///
/// Expiry is also a matter of the clock: a `given` record past its end is expired on reading,
/// whether or not a sweep has said so.
public enum PermissionState: UInt8, Hashable, Sendable, CaseIterable {
  /// Asked for, not answered.
  case requested = 1
  /// Given (a consent) or open (a ground).
  case given
  /// The subject said no when asked.
  case refused
  /// The subject took it back.
  case withdrawn
  /// The company took it back.
  case revoked
  /// Past its end, and swept.
  case expired
  /// An authority, a court or the DPO found it void; retroactive.
  case invalidated
  /// A ground that was closed.
  case closed
  /// Imported without proof of notice and method; opens nothing until renewed.
  case unproven

  /// The word for it in commands and files.
  public var name: String {
    switch self {
    case .requested: "requested"
    case .given: "given"
    case .refused: "refused"
    case .withdrawn: "withdrawn"
    case .revoked: "revoked"
    case .expired: "expired"
    case .invalidated: "invalidated"
    case .closed: "closed"
    case .unproven: "unknown"
    }
  }

  /// Whether nothing can change the record any more: a new yes is a new record.
  public var isFinal: Bool {
    switch self {
    case .refused, .withdrawn, .revoked, .invalidated, .closed: true
    case .requested, .given, .expired, .unproven: false
    }
  }
}
