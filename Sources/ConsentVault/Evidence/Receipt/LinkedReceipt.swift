import VaultPolicy

/// A receipt as JSON-LD: `dpv:ConsentReceipt` around a `dpv:ConsentRecord`, as the DPV guide to ISO/IEC
/// TS 27560 lays them out.
///
/// A ground is no consent: its receipt is around a `dpv:DataProcessingRecord`, and claims no conformance.
struct LinkedReceipt {
  private static let profile = "https://w3id.org/dpv/schema/dpv-27560"

  private let record: ReceiptRecord
  private let id: Identifier
  private let isConsent: Bool

  init(_ record: ReceiptRecord, id: Identifier) {
    self.record = record
    self.id = id
    isConsent = record.kind == .consent
  }

  /// The content of the statement.
  var json: JSONValue {
    let receipt: JSONValue = [
      "@id": .text("urn:uuid:\(id)"),
      "@type": .text(isConsent ? "dpv:ConsentReceipt" : "dpv:DataProcessingRecord"),
      "dct:identifier": .text(id.description),
      "dct:conformsTo": isConsent ? .text("\(Self.profile)#receipt") : .null,
      "dpv:hasRecordOfActivity": activity,
    ]
    return receipt.withoutBlanks
  }

  private var activity: JSONValue {
    let activity: JSONValue = [
      "@id": .text("urn:uuid:\(record.permission)"),
      "@type": .text(isConsent ? "dpv:ConsentRecord" : "dpv:DataProcessingRecord"),
      "dct:identifier": .text(record.permission.description),
      "dct:conformsTo": isConsent ? .text("\(Self.profile)#record") : .null,
      "dpv:hasDataController": record.policy.controllerStatement,
      "dpv:hasDataSubject": ["@type": "dpv:DataSubject", "dct:identifier": .text(record.person)],
      "dpv:hasLegalBasis": .text(record.terms.map { $0.basis.article } ?? ""),
      "dpv:hasProcess": process, "dpv:hasNotice": notice,
      "dpv:hasConsentControl": withdrawal, "dpv:hasConsentStatus": status,
      "dpv:hasRight": .list((record.terms?.basis.rights ?? []).map(right)),
    ]
    return activity.withoutBlanks
  }

  private var process: JSONValue {
    let process: JSONValue = [
      "@type": "dpv:Process", "dpv:hasPurpose": purpose,
      "dpv:hasPersonalData": .list(
        record.categories.map { .named("dpv:PersonalData", $0.name, $0.title) }),
      "dpv:hasRecipient": .list(record.recipients.map(record.policy.recipientStatement)),
      "dpv:hasProcessing": .texts(record.operations.map(\.term)),
      "dpv:hasDataSource": .list(record.origins.map { .named("dpv:DataSource", $0, nil) }),
      "dpv:hasDuration": duration,
    ]
    return process.withoutBlanks
  }

  /// The purpose with what the person gets out of it, and the channels that it is bound to.
  private var purpose: JSONValue {
    JSONValue.named("dpv:Purpose", record.purpose, record.terms?.title).adding([
      .init("dct:description", .text(record.terms?.benefit)),
      .init(
        "dpv:hasContext",
        .list(
          record.channels.map { channel in
            ["@type": "dpv:Context", "dct:type": "channel", "dct:identifier": .text(channel)]
          })),
    ]).withoutBlanks
  }

  private var duration: JSONValue {
    guard let from = record.from, let until = record.until else { return .null }
    return [
      "@type": ["dpv:UntilTimeDuration", "dct:PeriodOfTime"],
      "dcat:startDate": .text(from.description), "dcat:endDate": .text(until.description),
    ]
  }

  private var notice: JSONValue {
    guard let notice = record.notice else { return .null }
    return [
      "@type": "dpv:ConsentNotice", "dct:identifier": .text(notice.id),
      "dct:language": .text(notice.language), "spdx:checksum": notice.sha256.statementChecksum,
    ]
  }

  private var withdrawal: JSONValue {
    guard isConsent else { return .null }
    return [
      "@type": "dpv:WithdrawConsent",
      "dpv:isExercisedAt": .text(record.policy.controller.contact),
      "dct:description": .text(
        "Say so at any time, quoting \(record.permission); no reason is needed."),
    ]
  }

  private var status: JSONValue {
    guard isConsent else { return .null }
    let explicit = record.method?.isExplicit ?? false
    let given = [.given, .renewed].contains(record.event.name)
    let types =
      [record.status]
      + (given ? [explicit ? "dpv:ExplicitlyExpressedConsent" : "dpv:ExpressedConsent"] : [])
    let status: JSONValue = [
      "@type": .texts(types), "dpv:isIndicatedAtTime": .text(record.happened.description),
      "dpv:isIndicatedBy": .text(indicator),
      "dpv:hasIndicationMethod": given ? .text(record.method?.rawValue) : .null,
    ]
    return status.withoutBlanks
  }

  /// Whose word it was; a guardian's or an agent's name is a third person's and stays out.
  private var indicator: String? {
    switch record.event.name {
    case .given, .renewed:
      switch record.giver {
      case .subject: "dpv:DataSubject"
      case .guardian: "dpv:GuardianOfDataSubject"
      case .agent: "dpv:Representative"
      case nil: nil
      }
    case .refused, .withdrawn: "dpv:DataSubject"
    case .requested, .revoked: "dpv:DataController"
    case .invalidated: "dpv:Authority"
    case .expired, .opened, .closed, .erased: nil
    }
  }

  private func right(_ right: (article: String, title: String)) -> JSONValue {
    [
      "@type": ["dpv:DataSubjectRight", .text("eu-gdpr:\(right.article)")],
      "dct:title": .text(right.title),
      "dpv:isExercisedAt": .text(record.policy.controller.contact),
    ]
  }
}
