import VaultCrypto
import VaultStore

/// One value of a disclosure, without its bytes.
public struct DisclosedValue: Hashable, Sendable {
  /// The category's leaf.
  public let category: String
  /// Tells several values of one category apart; empty where there is one.
  public let key: String
  /// Where it came from: `volunteered`, `observed`, `inferred` or `third-party:NAME`.
  public let origin: String
  /// When it was collected, as told when it was stored.
  public let collectedAt: Timestamp
}

/// Plaintext that the guard released for a purpose: it cannot be copied, printed or kept, and is wiped
/// when it goes.
///
/// `P` is the purpose as a type, so a function that takes a `borrowing Disclosure<Marketing.Newsletter>`
/// gets no data that was released for anything else; ``AnyPurpose`` after a request by name. What stays
/// trusted is the closure that gets the bytes. The one way out is ``declassify(because:)``.
public struct Disclosure<P>: ~Copyable, Sendable {
  let source: Vault.Settled
  let vault: Vault

  init(_ source: Vault.Settled, of vault: Vault) {
    self.source = source
    self.vault = vault
  }

  var plaintexts: [Plaintext] { source.hearing.released }

  /// The decision that released it, with its leaf; put into words each time it is asked for.
  public var decision: Decision { vault.decision(of: source.hearing, leaf: source.leaf) }

  /// What was released, in the order of the categories asked for.
  public var values: [DisclosedValue] { plaintexts.compactMap(\.value) }

  /// Lends the bytes of one value for the length of a closure.
  ///
  /// - Precondition: `index` is one of ``values``.
  ///
  /// - Parameters:
  ///   - index: the value's place in ``values``.
  ///   - body: gets the bytes. Whatever it copies out is neither guarded nor wiped any more.
  /// - Returns: what `body` returns.
  /// - Throws: what `body` throws.
  public func withBytes<R, E>(
    of index: Int, _ body: (RawSpan) throws(E) -> R
  ) throws(E) -> R {
    try source.hearing.released[index].bytes.withSpan(body)
  }

  func withFirst<R, E>(
    of category: String, _ body: (RawSpan) throws(E) -> R
  ) throws(E) -> R? {
    guard let first = plaintexts.first(where: { $0.value?.category == category }) else {
      return nil
    }
    return try first.bytes.withSpan(body)
  }
}

extension Disclosure where P: Purpose {
  /// Lends the bytes of the first value of a category for the length of a closure.
  ///
  /// - Parameters:
  ///   - category: one of the purpose; another does not compile.
  ///   - body: gets the bytes. Whatever it copies out is neither guarded nor wiped any more.
  /// - Returns: what `body` returns; nil if nothing of the category was released.
  /// - Throws: what `body` throws.
  public func withBytes<R, E>(
    of category: P.Category, _ body: (RawSpan) throws(E) -> R
  ) throws(E) -> R? {
    try withFirst(of: category.rawValue, body)
  }
}

extension Disclosure where P == AnyPurpose {
  /// Lends the bytes of the first value of a category for the length of a closure.
  ///
  /// - Parameters:
  ///   - category: a leaf, as ``DisclosedValue/category`` names it; a parent finds nothing.
  ///   - body: gets the bytes. Whatever it copies out is neither guarded nor wiped any more.
  /// - Returns: what `body` returns; nil if nothing of the category was released.
  /// - Throws: what `body` throws.
  public func withBytes<R, E>(
    of category: String, _ body: (RawSpan) throws(E) -> R
  ) throws(E) -> R? {
    try withFirst(of: category, body)
  }
}

/// Holds secret bytes where only a class can be held, such as in an array.
final class Plaintext: Sendable {
  let bytes: SecretBytes
  private let dossier: Dossier
  private let index: Int

  /// What the value at a place of a dossier was opened to.
  init(_ bytes: consuming SecretBytes, of dossier: Dossier, at index: Int) {
    self.bytes = bytes
    self.dossier = dossier
    self.index = index
  }

  /// Nil never: what has no place was not opened.
  var value: DisclosedValue? {
    dossier.values[index].place.map {
      DisclosedValue(
        category: $0.category, key: $0.key, origin: $0.origin, collectedAt: $0.collectedAt)
    }
  }
}

/// The guard's answer: data, or the reasons why not.
///
/// A refusal is a value, not an error. `P` is the purpose as in ``Disclosure``.
public enum Access<P>: ~Copyable, Sendable {
  /// The data, with the decision that released it.
  case permitted(Disclosure<P>)
  /// The decision with every reason against it; nothing was released.
  case denied(Decision)
}
