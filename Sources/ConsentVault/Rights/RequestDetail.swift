import VaultCrypto
import VaultStore

/// What of a request only an owner may read: sealed under the subject's key.
///
/// Of somebody whom the vault does not know, the id is not kept: the keyed tag in its place tells
/// whether a later command is about the same person. There is no subject's key then, and the
/// vault's log secret seals it, which every slot holds.
struct RequestDetail: Hashable, Sendable {
  /// What the company noted, such as its ticket's number.
  var note: String?
  /// How it was made sure who asks.
  var identityCheck: String?
  /// Why more time was needed.
  var extensionReason: String?
  /// Why it was refused.
  var refusal: RightsRefusal?
  /// The same in words, as told to the person.
  var refusalReason: String?
  /// HMAC(K_tag, id) of somebody whom the vault does not know.
  var asker: Identifier?

  private static let label = "request"
  private static let broken = StoreError.integrity("a request")

  /// Seals it for its row.
  func sealed(by sealer: Sealer, context: [UInt8]) throws -> [UInt8] {
    var plaintext = try encoded(context)
    defer { plaintext.wipe() }
    switch sealer {
    case .subject(let key):
      return try key.seal(plaintext, label: Self.label, context: context)
    case .vault(let keys): return try keys.vaultLogSecret.seal(private: plaintext)
    }
  }

  /// Opens what ``sealed(by:context:)`` sealed.
  init(opening sealed: [UInt8], by sealer: Sealer, context: [UInt8]) throws {
    var plaintext: [UInt8]
    do throws(CryptoError) {
      plaintext =
        switch sealer {
        case .subject(let key): try key.open(sealed, label: Self.label, context: context)
        case .vault(let keys): try Self.open(sealed, by: keys.vaultLogSecrets)
        }
    } catch {
      throw Self.broken
    }
    defer { plaintext.wipe() }
    try self.init(decoding: plaintext, context)
  }

  /// Puts the parts together.
  init(note: String? = nil, identityCheck: String? = nil) {
    self.note = note
    self.identityCheck = identityCheck
  }

  /// What seals the detail.
  enum Sealer {
    case subject(SubjectKey)
    /// The vault's log secret, which binds to nothing but its label, so that the context goes in too.
    case vault(KeyChain)
  }

  /// Opens under the secret of its time: the vault's root may have been rotated since.
  private static func open(
    _ sealed: [UInt8], by secrets: [LogSecret]
  ) throws(CryptoError) -> [UInt8] {
    for secret in secrets {
      do throws(CryptoError) {
        return try secret.open(private: sealed)
      } catch { continue }
    }
    throw .authenticationFailed
  }

  private func encoded(_ context: [UInt8]) throws(CryptoError) -> [UInt8] {
    var fields = FieldEncoder("cvault/v1/request")
    fields.append(context)
    for text in [note, identityCheck, extensionReason, refusal?.rawValue, refusalReason] {
      fields.append(optional: text)
    }
    fields.append(optional: asker)
    return try fields.bytes
  }

  private init(decoding bytes: [UInt8], _ context: [UInt8]) throws {
    var reader = ByteReader(bytes)
    guard reader.text() == "cvault/v1/request", let bound = reader.prefixed(),
      bound.elementsEqual(context)
    else { throw Self.broken }
    func field() throws -> [UInt8]? {
      guard let field = reader.prefixed(), let present = field.first else { throw Self.broken }
      return present == 1 ? Array(field.dropFirst()) : nil
    }
    func text() throws -> String? {
      try field().map { bytes in
        guard let text = String(validating: bytes, as: UTF8.self) else { throw Self.broken }
        return text
      }
    }
    note = try text()
    identityCheck = try text()
    extensionReason = try text()
    refusal = try text().map { word in
      guard let refusal = RightsRefusal(rawValue: word) else { throw Self.broken }
      return refusal
    }
    refusalReason = try text()
    asker = try field().flatMap { Identifier(bytes: $0) }
    guard reader.isAtEnd else { throw Self.broken }
  }
}
