package import VaultModel
import VaultPolicy

/// The tests of a policy.
extension PolicySchema {
  /// The schema of `tests.yaml`.
  package static var tests: JSONValue {
    .object(
      [
        .init("$schema", "http://json-schema.org/draft-07/schema#"),
        .init("title", "Tests of a ConsentVault policy"),
        .init(
          "description",
          "What is expected of a policy. `cvault policy test` holds it against the policy."),
      ]
        + SchemaParts.mapping(
          TestKeys.file, required: ["schema", "policy"],
          [
            "schema": ["description": "The version of the format.", "enum": [.number(1), "1"]],
            "policy": SchemaParts.form(
              SchemaParts.dotted, "The name of the policy that is tested.", example: "retail-crm",
              mayBeNumber: true),
            "at": SchemaParts.time("The instant at which everything is asked that names none."),
            "grants": [
              "description": "Permissions with names, for use in cases.", "type": "object",
              "additionalProperties": grant,
            ],
            "cases": many(test, "Single questions with their answers."),
            "only": many(table, "Complete tables: exactly these may, every other value is denied."),
            "longest": many(longest, "Limits: each holds to the last millisecond and no longer."),
            "questions": many(question, "Who may touch a category, what a purpose may touch."),
          ]
        ).members)
  }

  private static func many(_ item: JSONValue, _ about: String) -> JSONValue {
    ["description": .text(about), "type": "array", "items": item]
  }

  private static var grant: JSONValue {
    SchemaParts.mapping(
      TestKeys.grant, required: ["purpose"],
      [
        "purpose": SchemaParts.name,
        "method": SchemaParts.word(ConsentMethod.self, "How a consent was given."),
        "notice": SchemaParts.text("The notice that was shown."),
        "reference": SchemaParts.text("What a ground rests on."),
        "from": SchemaParts.time("When it begins."), "for": SchemaParts.span("How long it lasts."),
        "until": SchemaParts.time("When it ends."),
        "revoked": SchemaParts.time("When the company revoked it."),
        "invalidated": SchemaParts.time("When it was found invalid."),
        "closed": SchemaParts.time("When the ground was closed."),
        "categories": SchemaParts.names("Instead of the purpose's.", least: 1),
        "recipients": SchemaParts.names("Instead of `self` alone.", least: 1),
        "channels": SchemaParts.names("Instead of the purpose's.", least: 1),
        "operations": SchemaParts.operations,
        "origins": SchemaParts.list(SchemaParts.origin, "Besides the implied ones.", least: 1),
      ],
      more: [
        .init("oneOf", [SchemaParts.demand("method"), SchemaParts.demand("reference")]),
        .init("not", ["required": ["for", "until"]]),
      ])
  }

  private static var denial: JSONValue {
    SchemaParts.mapping(
      TestKeys.denial, required: ["purpose", "at"],
      [
        "purpose": SchemaParts.text("A purpose, a group, or `*`."),
        "at": SchemaParts.time("When it was said."),
        "categories": SchemaParts.names("Only these.", least: 1),
        "channels": SchemaParts.names("Only these.", least: 1),
        "recipients": SchemaParts.names("Only these.", least: 1),
      ])
  }

  private static var test: JSONValue {
    SchemaParts.mapping(
      TestKeys.test, required: ["name", "expect"],
      [
        "name": SchemaParts.text("What the case shows, as a sentence."),
        "at": SchemaParts.time("When it is asked."), "ask": ask,
        "grant": SchemaParts.oneOrMore(
          ["if": ["type": "object"], "then": grant, "else": ["type": "string"]],
          "Permissions of the person: names of `grants`, or written out."),
        "refused": SchemaParts.oneOrMore(denial, "What the person refused."),
        "withdrawn": SchemaParts.oneOrMore(denial, "What the person withdrew."),
        "restricted": SchemaParts.time("Since when the person is restricted (GDPR Article 18)."),
        "subject": [
          "description": "A person whom the vault does not know, or has erased.",
          "enum": ["unknown", "erased"],
        ],
        "contacts": many(SchemaParts.time("One contact."), "Earlier contacts of the purpose."),
        "origins": [
          "description": "Where stored values came from, by category.", "type": "object",
          "additionalProperties": SchemaParts.oneOrMore(SchemaParts.origin, "Origins."),
        ],
        "expect": [
          "description": "`permit`, or all codes of the denial.",
          "anyOf": [
            ["const": "permit"],
            ["type": "array", "minItems": .number(1), "items": ["type": "string"]],
          ],
        ],
        "withheld": SchemaParts.names("With `partial`: the categories that are not released."),
      ],
      more: [.init("anyOf", [SchemaParts.demand("ask"), SchemaParts.demand("grant")])])
  }

  private static var ask: JSONValue {
    describing(
      "What is asked.",
      SchemaParts.mapping(
        TestKeys.ask, required: ["actor", "purpose", "categories"],
        [
          "actor": SchemaParts.name, "purpose": SchemaParts.name,
          "categories": SchemaParts.names("Categories; a parent stands for its leaves."),
          "recipient": SchemaParts.name, "channel": SchemaParts.name,
          "operation": SchemaParts.word(Operation.self, "What is done with the data."),
          "partial": [
            "description": "Whether to release what is covered and withhold the rest.",
            "type": "boolean",
          ],
        ]))
  }

  private static var table: JSONValue {
    let lists: KeyValuePairs<String, JSONValue> = [
      "purpose": SchemaParts.name, "never": SchemaParts.text("The id of a rule."),
      "sensitivity": ["description": "A table of all special categories.", "const": "special"],
      "at": SchemaParts.time("When it is asked."),
      "basis": SchemaParts.word(Basis.self, "The basis."),
      "purposes": SchemaParts.names("Purposes."), "actors": SchemaParts.names("Actors."),
      "categories": SchemaParts.names("Categories."),
      "recipients": SchemaParts.names("Recipients."), "channels": SchemaParts.names("Channels."),
      "operations": SchemaParts.list(
        SchemaParts.word(Operation.self, "Operations."), "Operations."),
      "origins": SchemaParts.list(SchemaParts.origin, "Origins."),
      "methods": SchemaParts.list(SchemaParts.word(ConsentMethod.self, "Methods."), "Methods."),
      "notices": SchemaParts.names("Notices."),
      "obligations": SchemaParts.names("Obligations."),
    ]
    return [
      "if": SchemaParts.demand("never"),
      "then": SchemaParts.mapping(TestKeys.rule, required: ["never"], lists),
      "else": [
        "if": SchemaParts.demand("sensitivity"),
        "then": SchemaParts.mapping(TestKeys.special, required: ["categories"], lists),
        "else": SchemaParts.mapping(TestKeys.table, required: ["purpose"], lists),
      ],
    ]
  }

  private static var longest: JSONValue {
    SchemaParts.mapping(
      TestKeys.longest, required: ["purpose"],
      [
        "purpose": SchemaParts.name, "at": SchemaParts.time("When it is asked."),
        "lifetime": SchemaParts.span("The longest consent."),
        "retention": SchemaParts.span("How long values are kept after the end."),
        "at_most": SchemaParts.cap("The most contacts within a time."),
        "quiet": SchemaParts.quiet("When nobody is contacted."),
        "review_by": SchemaParts.day("The last day of the assessment."),
      ])
  }

  private static var question: JSONValue {
    SchemaParts.mapping(
      TestKeys.question, required: ["are"],
      [
        "who": SchemaParts.name, "what": SchemaParts.name, "actor": SchemaParts.name,
        "are": SchemaParts.names("The whole answer."), "at": SchemaParts.time("When it is asked."),
      ],
      more: [.init("oneOf", [SchemaParts.demand("who"), SchemaParts.demand("what")])])
  }
}
