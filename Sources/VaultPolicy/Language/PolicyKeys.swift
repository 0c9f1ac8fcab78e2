/// The keys of every mapping of the language whose keys are fixed: what the reader takes, and what editors are told.
package enum PolicyKeys {
  package static let policy = [
    "schema", "policy", "version", "controller", "default", "categories", "channels", "recipients",
    "actors", "purposes", "never",
  ]
  package static let controller = ["name", "contact"]
  /// Of a leaf of the category tree; in no other place a category may have one of these names.
  package static let category = ["title", "sensitivity"]
  package static let recipient = ["title", "role"]
  package static let group = ["group", "title"]
  package static let purpose = [
    "title", "benefit", "basis", "categories", "operations", "recipients", "channels", "origins",
    "actors", "citation", "article9", "assessment", "consent", "contact", "retention",
    "obligations", "notices",
  ]
  package static let assessment = ["reference", "review_by"]
  package static let consent = ["max_lifetime", "renew_notice", "methods"]
  package static let contact = ["at_most", "quiet"]
  /// The dimensions of a `never` rule; it names at least one.
  package static let dimensions = [
    "purposes", "categories", "recipients", "channels", "operations", "actors",
  ]
  package static let never = ["id", "say"] + dimensions
}
