import ConsentVaultTesting
import Testing
import VaultLedger
import VaultModel

@testable import ConsentVault

/// Receipts that are not what the vault made of its leaf.
@Suite struct ForgedReceipts {
  private let world: ReceiptVault

  init() throws { world = try ReceiptVault() }

  private func receipt() async throws -> SignedStatement {
    try await world.vault.receipt(for: try await world.grant().id)
  }

  /// The code with which a file is refused; nil if it holds.
  private func refusal(_ bytes: [UInt8], _ keys: [VerifierKey]? = nil) throws -> String? {
    let keys = try keys ?? world.vault.logKeys()
    do {
      _ = try SignedStatement.verify(bytes, keys: keys)
      return nil
    } catch { return error.code }
  }

  // Every byte and every verifier: Scripts/check-evidence.
  @Test func aChangedByteIsRefusedWhereverItIs() async throws {
    let bytes = try await receipt().bytes
    #expect(try refusal(bytes) == nil)
    let keys = try world.vault.logKeys()
    for index in stride(from: 0, to: bytes.count, by: 7) {
      var changed = bytes
      changed[index] ^= [1, 0x20, 0x80][index % 3]
      let found = try refusal(changed, keys)
      #expect(["RECEIPT_INVALID", "RECEIPT_FORGED"].contains(found), "byte \(index)")
    }
  }

  @Test func aFileThatIsCutOrLongerIsRefused() async throws {
    let bytes = try await receipt().bytes
    var others: [[UInt8]] = [
      Array(bytes.dropLast()), Array(bytes.dropFirst()), [], [10], Array("{}\n".utf8),
      [UInt8](repeating: 10, count: SignedStatement.longest + 1),
    ]
    others += [bytes + [10], Array(bytes.dropLast()) + [13, 10], [32] + bytes]
    for other in others { #expect(try refusal(other) == "RECEIPT_INVALID") }
  }

  @Test func anotherVaultsReceiptIsRefused() async throws {
    let other = try ReceiptVault()
    let bytes = try await other.vault.receipt(for: other.grant().id).bytes
    #expect(try refusal(bytes) == "RECEIPT_SIGNER_UNKNOWN")
    #expect(try refusal(bytes, other.vault.logKeys()) == nil)
    #expect(try refusal(bytes, []) == "RECEIPT_SIGNER_UNKNOWN")
    // The same key under another log's name is no key of that log.
    let key = try #require(try other.vault.logKeys().first)
    let renamed = try VerifierKey(name: "other/00", publicKey: key.publicKey)
    #expect(try refusal(bytes, [renamed]) == "RECEIPT_FORGED")
  }

  /// A change that even the vault's own key cannot make true, and the code with which it is refused.
  @Test(arguments: [
    ("a leaf with another time", "RECEIPT_FORGED"), ("another index", "RECEIPT_FORGED"),
    ("one hash less", "RECEIPT_FORGED"), ("another event", "RECEIPT_FORGED"),
    ("another time", "RECEIPT_FORGED"), ("another policy", "RECEIPT_FORGED"),
    ("another purpose", "RECEIPT_FORGED"), ("a purpose of its own", "RECEIPT_FORGED"),
    ("another vault", "RECEIPT_FORGED"), ("another kind", "RECEIPT_FORGED"),
    ("no kind", "RECEIPT_INVALID"), ("another meaning", "RECEIPT_INVALID"),
    ("a leaf in other base64", "RECEIPT_INVALID"), ("a member more", "RECEIPT_INVALID"),
    ("nothing", nil),
  ])
  func aStatementThatDoesNotFitItsLeafIsRefused(change: String, expected: String?) async throws {
    let original = try await receipt()
    let changed = try world.resigned(original) { try apply(change, to: $0) }
    #expect(try refusal(changed.bytes) == expected)
  }

  private func apply(_ change: String, to document: JSONValue) throws -> JSONValue {
    let ledger = try #require(document["ledger"])
    let event = try #require(document["event"])
    func placed(_ key: String, _ value: JSONValue) -> JSONValue {
      document.setting("ledger", ledger.setting(key, value))
    }
    func told(_ key: String, _ value: JSONValue) -> JSONValue {
      document.setting("event", event.setting(key, value))
    }
    let leaf = try #require(ledger["leaf"]?.text)
    switch change {
    case "a leaf with another time":
      var bytes = try #require(Base64.bytes(leaf))
      bytes[11] ^= 1
      return placed("leaf", .text(Base64.string(bytes)))
    case "another index": return placed("index", .number(0))
    case "one hash less":
      return placed("inclusion", .list(Array(try #require(ledger["inclusion"]).items.dropLast())))
    case "another event": return told("kind", "renewed")
    case "another time": return told("time", "2026-01-10T10:00:00.001Z")
    case "another policy": return told("policy", ["number": .number(2)])
    case "another purpose": return told("purpose", "marketing.styling")
    case "a purpose of its own":
      let purpose: JSONValue = ["dct:identifier": "marketing.styling"]
      return document.setting(
        "dpv:hasRecordOfActivity", ["dpv:hasProcess": ["dpv:hasPurpose": purpose]])
    case "another vault": return document.setting("vault", "other/00")
    case "another kind": return document.setting("kind", "ground-receipt")
    case "no kind": return document.removing(["kind"])
    case "another meaning":
      return document.setting("@context", [["dpv": "https://example.com/"]])
    case "a leaf in other base64": return placed("leaf", .text(leaf + "\n"))
    case "a member more": return placed("note", "x")
    default: return document
    }
  }
}
