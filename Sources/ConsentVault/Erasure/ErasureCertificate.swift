import VaultPolicy

/// What a certificate of erasure says, in the terms of DPV; it names nobody.
struct ErasureCertificate {
  private let erasure: Erasure
  private let id: Identifier
  /// The policy that was in force at the erasure.
  private let policy: Policy
  /// The epoch of the page keys now.
  private let pageEpoch: UInt32

  init(_ erasure: Erasure, id: Identifier, policy: Policy, pageEpoch: UInt32) {
    self.erasure = erasure
    self.id = id
    self.policy = policy
    self.pageEpoch = pageEpoch
  }

  /// The content of the statement.
  var json: JSONValue {
    let certificate: JSONValue = [
      "@id": .text("urn:uuid:\(id)"), "@type": "dpv:DataProcessingRecord",
      "dct:identifier": .text(id.description), "dct:title": "Certificate of erasure",
      "dct:dateSubmitted": .described(erasure.requested),
      "dpv:hasDataController": policy.controllerStatement,
      "dpv:hasProcessing": ["dpv:Erase"],
      "dpv:hasRight": ["@type": ["dpv:DataSubjectRight", "eu-gdpr:A17"]],
      "dpv:hasTechnicalMeasure": [logical, disk, horizon],
      "dpv:hasRecipient": .list(erasure.recipients.map(notified)),
      "dpv:hasProcess": .list(erasure.kept.map(kept)),
      "extent": [
        "values": .number(erasure.values), "permissions": .number(erasure.permissions),
        "leaves": .number(erasure.unlinked), "grounds": .number(erasure.kept.count),
        "recipients": .number(erasure.recipients.count),
      ],
    ]
    return certificate.withoutBlanks
  }

  // MARK: how far

  private var logical: JSONValue {
    tier(
      "a", "logical", isReached: erasure.tier != nil,
      """
      Neither the vault's database nor its log holds the person's key, permissions or values any more.
      """)
  }

  private var disk: JSONValue {
    tier(
      "b", "on the disk", isReached: erasure.tier == .disk,
      """
      Every page was sealed anew and the key of the old pages was destroyed, so that what earlier writes \
      left in freed blocks of the disk opens for nobody.
      """
    ).adding([.init("version", .text("\(pageEpoch)"))])
  }

  private var horizon: JSONValue {
    let until = erasure.horizon
    return tier(
      "c", "backups", isReached: until == nil,
      until == nil
        ? "No key part of a backup was recorded before the erasure."
        : "The last key part of a backup that may hold the person's key expires on the date given."
    ).adding([.init("dcat:endDate", .described(until))]).withoutBlanks
  }

  private func tier(
    _ name: String, _ title: String, isReached: Bool, _ meaning: String
  ) -> JSONValue {
    [
      "@type": "dpv:TechnicalMeasure", "dct:identifier": .text(name), "dct:title": .text(title),
      "dct:description": .text(meaning),
      "dpv:hasActivityStatus": isReached ? "dpv:ActivityCompleted" : "dpv:ActivityProposed",
    ]
  }

  // MARK: whom to tell, and what stays

  /// The company owes the recipient word of the erasure (GDPR Article 19).
  private func notified(_ name: String) -> JSONValue {
    policy.recipientStatement(name).adding([.init("dpv:hasRight", ["@type": "eu-gdpr:A19"])])
  }

  private func kept(_ kept: Erasure.Kept) -> JSONValue {
    let terms = policy.purposes.first { $0.name == kept.purpose }
    let process: JSONValue = [
      "@id": .text("urn:uuid:\(kept.ground)"), "@type": "dpv:Process",
      "dct:identifier": .text(kept.ground.description),
      "dpv:hasPurpose": .named("dpv:Purpose", kept.purpose, terms?.title),
      "dpv:hasLegalBasis": .text(terms?.basis.article),
      "dpv:hasDuration": [
        "@type": ["dpv:UntilTimeDuration", "dct:PeriodOfTime"],
        "dcat:endDate": .text(kept.until.description),
      ],
    ]
    return process.withoutBlanks
  }
}
