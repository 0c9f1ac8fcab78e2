package import VaultModel
import VaultPolicy

/// What editors need to know of a policy file: which keys there are, what they mean, and what may stand there.
///
/// It says no more than the reader does, and less: that names are declared, and that no purpose meets a `never` rule,
/// is for `cvault policy check`.
package enum PolicySchema {
  /// The schema of `policy.yaml`.
  package static var policy: JSONValue {
    .object(
      [
        .init("$schema", "http://json-schema.org/draft-07/schema#"),
        .init("title", "ConsentVault policy"),
        .init(
          "description",
          "Which purposes there are, and everything that each may touch. What is not written is denied."
        ),
      ] + head.members + [.init("definitions", ["category": category])])
  }

  private static var head: JSONValue {
    SchemaParts.mapping(
      PolicyKeys.policy,
      required: [
        "schema", "policy", "version", "controller", "categories", "actors", "purposes",
      ],
      [
        "schema": [
          "description": "The version of the language.",
          "enum": [.number(Policy.schema), .text("\(Policy.schema)")],
        ],
        "policy": SchemaParts.form(
          SchemaParts.dotted, "The policy's name; a vault keeps to one name for good.",
          example: "retail-crm", mayBeNumber: true),
        "version": SchemaParts.form(
          "^[0-9]{1,9}(\\.[0-9]{1,9}){0,7}$",
          "Numbers joined by dots, compared number by number. Every change gets a new one.",
          example: "2026.11.1", mayBeNumber: true),
        "controller": controller,
        "default": [
          "description": "The only value: what is not permitted is denied.", "const": "deny",
        ],
        "categories": SchemaParts.names(
          "^\(SchemaParts.segment)$", ["$ref": "#/definitions/category"],
          about:
            "Kinds of personal data, as a tree. Data sits at the leaves; a parent stands for all below it."
        ),
        "channels": SchemaParts.names("The ways in which people are contacted."),
        "recipients": SchemaParts.names(
          SchemaParts.dotted, recipient,
          about: "Who else may receive data. The company itself is `self` and needs no entry."),
        "actors": SchemaParts.names(
          SchemaParts.dotted, SchemaParts.text("Who this is, for people."),
          about: "Who may ask: applications and roles."),
        "purposes": SchemaParts.names(
          SchemaParts.dotted, purposeOrGroup,
          about:
            "Why data is used. A dotted name lies under a group: `marketing.newsletter` under `marketing`."
        ),
        "never": SchemaParts.list(
          never, "Rules that nothing may meet: a policy with a purpose that does is refused."),
      ])
  }

  private static var controller: JSONValue {
    describing(
      "Who answers for the vault (GDPR Article 4(7)).",
      SchemaParts.mapping(
        PolicyKeys.controller, required: PolicyKeys.controller,
        [
          "name": SchemaParts.text("The company's name."),
          "contact": SchemaParts.text("How to reach it, as shown to people."),
        ]))
  }

  /// A leaf with a title, a leaf with more, or a parent.
  private static var category: JSONValue {
    let leaf = SchemaParts.mapping(
      PolicyKeys.category, required: ["title"],
      [
        "title": SchemaParts.text("What people read."),
        "sensitivity": SchemaParts.word(
          Sensitivity.self,
          "How much care it needs. `special` (GDPR Article 9) wants explicit consent, or `article9` in the purpose."
        ),
      ])
    let parent: JSONValue = [
      "type": "object", "minProperties": .number(1), "additionalProperties": .flag(false),
      "patternProperties": .object([
        .init("^\(SchemaParts.segment)$", ["$ref": "#/definitions/category"])
      ]),
    ]
    return [
      "if": ["type": "object"],
      "then": [
        "if": ["anyOf": .list(PolicyKeys.category.map { ["required": [.text($0)]] })],
        "then": leaf, "else": parent,
      ],
      "else": SchemaParts.text("The title of a leaf, or a mapping with what lies below."),
    ]
  }

  private static var recipient: JSONValue {
    SchemaParts.mapping(
      PolicyKeys.recipient, required: PolicyKeys.recipient,
      [
        "title": SchemaParts.text("What people read."),
        "role": SchemaParts.word(
          RecipientDefinition.Role.self, "Whether it acts for the company or for itself."),
      ])
  }

  private static var never: JSONValue {
    SchemaParts.mapping(
      PolicyKeys.never, required: ["id", "say"],
      [
        "id": SchemaParts.form(
          "^[A-Za-z0-9-]{1,64}$", "Letters, digits and `-`; a denial names it.", example: "N1",
          mayBeNumber: true),
        "say": SchemaParts.text("The rule in one sentence."),
        "purposes": SchemaParts.names("Purposes; a group stands for all below it.", least: 1),
        "categories": SchemaParts.names("Categories; a parent stands for all below it.", least: 1),
        "recipients": SchemaParts.names("Recipients; `self` among them.", least: 1),
        "channels": SchemaParts.names("Channels.", least: 1),
        "operations": SchemaParts.operations,
        "actors": SchemaParts.names("Actors.", least: 1),
      ],
      more: [
        .init("anyOf", .list(PolicyKeys.dimensions.map { ["required": [.text($0)]] }))
      ])
  }

  static func describing(_ about: String, _ schema: JSONValue) -> JSONValue {
    .object([.init("description", .text(about))] + schema.members)
  }
}
