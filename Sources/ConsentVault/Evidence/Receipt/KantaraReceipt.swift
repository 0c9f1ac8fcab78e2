/// A receipt in the fields of Kantara Consent Receipt Specification v1.1.
enum KantaraReceipt {
  /// What the specification demands in `version`.
  static let version = "KI-CR-v1.1.0"
}
