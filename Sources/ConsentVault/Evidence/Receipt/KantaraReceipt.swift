import VaultPolicy

/// A receipt in the fields of Kantara Consent Receipt Specification v1.1, plain JSON.
///
/// A policy knows no postal address and no telephone of the controller, so those fields are absent; the
/// privacy statement is named by the hash of the notice that was shown (RFC 6920).
struct KantaraReceipt {
  /// What the specification demands in `version`.
  static let version = "KI-CR-v1.1.0"

  private let record: ReceiptRecord
  private let id: Identifier
  private let jurisdiction: String

  init(_ record: ReceiptRecord, id: Identifier, jurisdiction: String) {
    self.record = record
    self.id = id
    self.jurisdiction = jurisdiction
  }

  /// The content of the statement.
  var json: JSONValue {
    let seconds = record.happened.milliseconds / 1000
    let special = record.categories.filter { $0.sensitivity == .special }
    let receipt: JSONValue = [
      "version": .text(Self.version), "jurisdiction": .text(jurisdiction),
      "consentTimestamp": JSONValue.number(seconds),
      "collectionMethod": .text(record.method?.rawValue),
      "consentReceiptID": .text(id.description), "language": .text(record.notice?.language),
      "piiPrincipalId": .text(record.person), "piiControllers": [controller],
      "policyUrl": .text(record.notice.map { Self.name(of: $0.sha256) }),
      "services": [
        ["service": .text(record.policy.name), "purposes": [purpose]]
      ],
      "sensitive": .flag(!special.isEmpty), "spiCat": .texts(special.map(Self.title)),
    ]
    return receipt.withoutBlanks
  }

  private var controller: JSONValue {
    let contact = record.policy.controller.contact
    let controller: JSONValue = [
      "piiController": .text(record.policy.controller.name), "contact": .text(contact),
      "email": contact.contains("@") ? .text(contact) : .null, "onBehalf": .flag(false),
    ]
    return controller.withoutBlanks
  }

  private var purpose: JSONValue {
    let others = record.recipients.filter { $0 != "self" }.map { name in
      record.policy.recipients.first { $0.name == name }?.title ?? name
    }
    let purpose: JSONValue = [
      "purpose": .text(
        [record.terms?.title, record.terms?.benefit].compactMap(\.self).joined(
          separator: ": ")),
      "purposeCategory": [.text(record.purpose)],
      // Every method on our list is an act; silence and ticked boxes are none (GDPR recital 32).
      "consentType": "EXPLICIT",
      "piiCategory": .texts(record.categories.map(Self.title)),
      // What rests on consent is never what the service itself cannot do without.
      "primaryPurpose": .flag(false),
      "termination": .text(record.until?.description),
      "thirdPartyDisclosure": .flag(!others.isEmpty),
      "thirdPartyName": .text(others.joined(separator: ", ")),
    ]
    return purpose.withoutBlanks
  }

  private static func title(_ category: CategoryDefinition) -> String {
    category.title ?? category.name
  }

  /// `ni:///sha-256;…` with base64url without padding.
  private static func name(of digest: Digest) -> String {
    let letters = Base64.string(digest.bytes).compactMap { letter -> Character? in
      switch letter {
      case "+": "-"
      case "/": "_"
      case "=": nil
      default: letter
      }
    }
    return "ni:///sha-256;\(String(letters))"
  }
}
