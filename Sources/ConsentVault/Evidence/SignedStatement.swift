import VaultCrypto
package import VaultLedger
import VaultPolicy

/// A statement that the vault signed: a receipt or an erasure certificate, whole in itself.
///
/// The file is JSON in its one canonical form (RFC 8785) and a line feed, and nothing else is read: no
/// byte of it can change without being noticed. It holds a proof (`eddsa-jcs-2022`) by the key of the
/// vault's log, the leaf that it is about, and the way from the leaf to a checkpoint that the same key
/// signed. Whoever has that key verifies it without the vault, offline.
public struct SignedStatement: Hashable, Sendable {
  /// The most bytes that are read.
  public static let longest = 1 << 20

  /// The file.
  public let bytes: [UInt8]
  package let json: JSONValue

  init(_ json: JSONValue) {
    self.json = json
    bytes = json.canonical + [UInt8(ascii: "\n")]
  }

  /// Reads a file; nothing is verified.
  ///
  /// - Parameter bytes: the file, to the byte.
  /// - Throws: ``VaultError`` `RECEIPT_INVALID`.
  public init(parsing bytes: [UInt8]) throws(VaultError) {
    guard bytes.count <= Self.longest else { throw .statementInvalid("it is longer than 1 MiB") }
    guard bytes.last == UInt8(ascii: "\n"),
      let json = JSONValue(canonical: bytes.dropLast()), !json.members.isEmpty
    else {
      throw .statementInvalid("it is not canonical JSON (RFC 8785) with a line feed behind it")
    }
    self.json = json
    self.bytes = bytes
  }

  /// Verifies a file without any vault.
  ///
  /// - Parameters:
  ///   - bytes: the file, to the byte.
  ///   - keys: keys of logs that are trusted, each `name+id+base64` (C2SP signed-note), as the company
  ///     publishes them and `cvault ledger key` prints them.
  /// - Returns: what it proves.
  /// - Throws: ``VaultError`` of kind `usage`: `RECEIPT_INVALID`, `VERIFIER_KEY_INVALID`; of kind
  ///   `integrity`: `RECEIPT_FORGED` if anything in it was changed or does not fit,
  ///   `RECEIPT_SIGNER_UNKNOWN` if none of the keys signed it.
  public static func verify(
    _ bytes: [UInt8], keys: [String]
  ) throws(VaultError) -> VerifiedStatement {
    var trusted: [VerifierKey] = []
    for key in keys {
      do throws(NoteError) {
        trusted.append(try VerifierKey(parsing: key))
      } catch { throw VaultError(error, in: "key") }
    }
    return try verify(bytes, keys: trusted)
  }

  /// The same with keys that were read.
  package static func verify(
    _ bytes: [UInt8], keys: [VerifierKey]
  ) throws(VaultError) -> VerifiedStatement {
    try SignedStatement(parsing: bytes).verified(by: keys)
  }

  private func verified(by keys: [VerifierKey]) throws(VaultError) -> VerifiedStatement {
    let kind = try kind()
    let (proof, document) = try DataIntegrityProof.verified(in: json)
    // The proof's key is looked at alone: whoever else signed the checkpoint does not matter.
    guard let signer = keys.first(where: { $0.publicKey == proof.publicKey }) else {
      throw VaultError.statementSignerUnknown
    }
    let context = kind.isLinkedData ? StatementContext.json.canonical : nil
    guard document[StatementContext.member]?.canonical == context
    else { throw .statementInvalid("its terms have another meaning") }
    let inclusion = try InclusionProof(json: document[InclusionProof.member] ?? .null)
    let (head, leaf) = try place(inclusion, by: signer)
    guard document["vault"]?.text == head.origin else {
      throw .statementForged("it is not of the vault whose ledger it quotes")
    }
    guard let event = StatementEvent(leaf),
      event.isTold(by: document[StatementEvent.member] ?? .null),
      kind.events.contains(event.name), purpose(of: document).map(event.concerns) ?? true
    else { throw .statementForged("it tells of its leaf what the leaf does not say") }
    return VerifiedStatement(
      kind: kind, vault: head.origin, event: event.name.rawValue, time: event.time,
      signed: proof.created, leaf: inclusion.index, size: head.size, signer: signer.text)
  }

  /// Checks the leaf's place in the ledger; a note that others signed too is this key's as well.
  private func place(
    _ inclusion: InclusionProof, by signer: VerifierKey
  ) throws(VaultError) -> (Checkpoint, Leaf) {
    do {
      let (head, bytes) = try inclusion.verify(signedBy: [signer])
      return (head, try Leaf(decoding: bytes))
    } catch {
      throw .statementForged("its leaf is not in the ledger that the key signed")
    }
  }

  private func kind() throws(VaultError) -> StatementKind {
    let name =
      json["version"]?.text == KantaraReceipt.version
      ? StatementKind.kantaraReceipt.rawValue : json["kind"]?.text
    guard let kind = name.flatMap(StatementKind.init) else {
      throw .statementInvalid("it is no receipt and no certificate")
    }
    return kind
  }

  /// The purpose that a receipt is for; nil where there is none.
  private func purpose(of document: JSONValue) -> String? {
    document["dpv:hasRecordOfActivity"]?["dpv:hasProcess"]?["dpv:hasPurpose"]?["dct:identifier"]?
      .text
  }
}
