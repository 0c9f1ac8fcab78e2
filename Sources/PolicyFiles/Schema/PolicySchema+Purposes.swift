import VaultModel
import VaultPolicy

/// Purposes and their groups.
extension PolicySchema {
  static var purposeOrGroup: JSONValue {
    [
      "if": SchemaParts.demand("group"),
      "then": describing("A group: it gathers purposes and can be denied, never granted.", group),
      "else": describing("A purpose: one reason for which data is used.", purpose),
    ]
  }

  private static var group: JSONValue {
    SchemaParts.mapping(
      PolicyKeys.group,
      [
        "group": ["description": "Makes it a group.", "const": .flag(true)],
        "title": SchemaParts.text("What people read."),
      ])
  }

  private static var purpose: JSONValue {
    SchemaParts.mapping(
      PolicyKeys.purpose, required: ["title", "benefit", "basis", "categories", "actors"],
      [
        "title": SchemaParts.text("What people read."),
        "benefit": SchemaParts.text("What the person gets out of it, in one sentence to them."),
        "basis": SchemaParts.word(Basis.self, "The one lawful ground (GDPR Article 6(1))."),
        "categories": SchemaParts.names(
          "What it may touch; a parent stands for its leaves.", least: 1),
        "operations": SchemaParts.operations,
        "recipients": SchemaParts.names("Who may receive the data; `self` is implied."),
        "channels": SchemaParts.names("How people may be contacted; none means that nobody is."),
        "origins": SchemaParts.list(
          SchemaParts.origin,
          "Where values may come from: volunteered and observed if nothing is listed.", least: 1),
        "actors": SchemaParts.names("Who may ask.", least: 1),
        "citation": SchemaParts.text("The law; wanted for `legal-obligation`."),
        "article9": SchemaParts.text(
          "The condition of GDPR Article 9(2) that opens special categories without consent."),
        "assessment": assessment, "consent": consent, "contact": contact,
        "retention": SchemaParts.span("How long values are kept after the permission's end."),
        "obligations": SchemaParts.names("What the user of the data must do."),
        "notices": SchemaParts.names(
          "Ids of the texts that may be shown for it: `notices/ID.LANGUAGE.md`.", least: 1),
      ],
      more: [.init("allOf", .list(rules)), .init("dependencies", ["contact": ["channels"]])])
  }

  /// What each basis calls for, and what would not be enforced on another.
  private static var rules: [JSONValue] {
    [
      SchemaParts.when(
        "basis", .text(Basis.consent.rawValue),
        then: ["allOf": [SchemaParts.demand("consent"), SchemaParts.demand("article9", false)]],
        otherwise: SchemaParts.demand("consent", false)),
      SchemaParts.when(
        "basis", .text(Basis.legitimateInterest.rawValue), then: SchemaParts.demand("assessment"),
        otherwise: SchemaParts.demand("assessment", false)),
      SchemaParts.when(
        "basis", .text(Basis.legalObligation.rawValue), then: SchemaParts.demand("citation")),
    ]
  }

  private static var assessment: JSONValue {
    describing(
      "The weighing that a legitimate interest rests on; the purpose stops after its day.",
      SchemaParts.mapping(
        PolicyKeys.assessment, required: PolicyKeys.assessment,
        [
          "reference": SchemaParts.text("Where it is filed."),
          "review_by": SchemaParts.day("The last UTC day on which it holds."),
        ]))
  }

  private static var consent: JSONValue {
    describing(
      "What a consent for the purpose must look like.",
      SchemaParts.mapping(
        PolicyKeys.consent, required: ["max_lifetime", "methods"],
        [
          "max_lifetime": SchemaParts.span("How long a consent may last; every consent ends."),
          "renew_notice": SchemaParts.span("How long before its end a renewal is due."),
          "methods": SchemaParts.list(
            SchemaParts.word(
              ConsentMethod.self, "The three that end in `-statement` are explicit."),
            "The ways in which it may be given.", least: 1),
        ]))
  }

  private static var contact: JSONValue {
    describing(
      "How often, and when, a person may be contacted.",
      SchemaParts.mapping(
        PolicyKeys.contact,
        [
          "at_most": SchemaParts.cap("The most contacts within a time."),
          "quiet": SchemaParts.quiet("When nobody is contacted."),
        ], more: [.init("minProperties", .number(1))]))
  }
}
