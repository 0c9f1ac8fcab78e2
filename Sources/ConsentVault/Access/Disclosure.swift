import VaultCrypto

/// One value of a disclosure, without its bytes.
public struct DisclosedValue: Hashable, Sendable {
  public let category: String
  public let key: String
  /// Such as `volunteered`.
  public let origin: String
  public let collectedAt: Timestamp
}

/// Plaintext that the guard released: it cannot be copied, printed or kept, and is wiped at the end of
/// its scope.
///
/// What stays trusted is the closure that gets the bytes.
public struct Disclosure: ~Copyable, Sendable {
  /// The decision that released it, with its leaf.
  public let decision: Decision
  /// What was released, in the order of the categories asked for.
  public let values: [DisclosedValue]
  private let plaintexts: [Plaintext]

  init(_ decision: Decision, _ released: [(value: DisclosedValue, plaintext: Plaintext)]) {
    self.decision = decision
    values = released.map(\.value)
    plaintexts = released.map(\.plaintext)
  }

  /// Lends the bytes of the value at `index` of ``values``.
  public func withBytes<R, E>(
    of index: Int, _ body: (RawSpan) throws(E) -> R
  ) throws(E) -> R {
    try plaintexts[index].bytes.withSpan(body)
  }

  /// Lends the bytes of the first value of a category; nil if nothing of it was released.
  public func withBytes<R, E>(
    of category: String, _ body: (RawSpan) throws(E) -> R
  ) throws(E) -> R? {
    guard let index = values.firstIndex(where: { $0.category == category }) else { return nil }
    return try plaintexts[index].bytes.withSpan(body)
  }
}

/// Holds secret bytes where only a class can be held, such as in an array.
final class Plaintext: Sendable {
  let bytes: SecretBytes

  init(_ bytes: consuming SecretBytes) { self.bytes = bytes }
}

/// The guard's answer: data, or the reasons why not. A refusal is a value, not an error.
public enum Access: ~Copyable, Sendable {
  case permitted(Disclosure)
  case denied(Decision)
}
