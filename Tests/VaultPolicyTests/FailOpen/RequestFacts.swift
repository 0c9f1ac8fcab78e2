import VaultModel
import VaultPolicy

extension WrongFact {
  /// Requests whose names are not quite those of the policy.
  static let requests = spellings + combinations

  /// What a name can be mistaken for.
  ///
  /// Source of the look-alikes: Unicode Technical Standard 39, section 4.
  private static let misspellings: [(String, @Sendable (String) -> String)] = [
    ("nothing", { _ in "" }), ("a space", { _ in " " }), ("a NUL", { _ in "\0" }),
    ("all", { _ in "*" }), ("anything", { _ in "%" }), ("in capitals", { $0.uppercased() }),
    ("after a space", { " " + $0 }), ("before a space", { $0 + " " }),
    ("before a line feed", { $0 + "\n" }), ("before a NUL", { $0 + "\0" }),
    ("before a NUL and more", { $0 + "\0more" }), ("cut short", { String($0.dropLast()) }),
    ("a letter longer", { $0 + "s" }), ("before a dot", { $0 + "." }),
    ("after a dot", { "." + $0 }),
    ("a segment longer", { $0 + ".more" }), ("before an accent", { $0 + "\u{301}" }),
    ("before a joiner", { $0 + "\u{200d}" }), ("after a byte order mark", { "\u{feff}" + $0 }),
    ("after a mark that turns the direction", { "\u{202e}" + $0 }),
    (
      "spelt with a look-alike",
      { String($0.map { ["a": "\u{430}", "e": "\u{435}", "i": "\u{456}"][$0] ?? $0 }) }
    ),
    ("in full width", { String(String.UnicodeScalarView($0.unicodeScalars.compactMap(wide))) }),
    ("there a thousand times", { String(repeating: $0, count: 1000) }),
    ("a mebibyte", { _ in String(repeating: "a", count: 1 << 20) }),
  ]

  private static func wide(_ scalar: Unicode.Scalar) -> Unicode.Scalar? {
    Unicode.Scalar(scalar.value + 0xFEE0)
  }

  private static let fields: [(String, @Sendable (inout Request, (String) -> String) -> Void)] = [
    ("an actor", { $0.actor = $1($0.actor) }), ("a purpose", { $0.purpose = $1($0.purpose) }),
    ("a category", { $0.categories = $0.categories.map($1) }),
    ("an operation", { $0.operation = $1($0.operation) }),
    ("a recipient", { $0.recipient = $1($0.recipient) }),
    ("a channel", { $0.channel = $0.channel.map($1) }),
  ]

  private static let spellings = fields.flatMap { kind, change in
    misspellings.map { way, misspell in
      WrongFact("\(kind) that is \(way)", Question.letter) { change(&$0.request, misspell) }
    }
  }

  private static let combinations = [
    WrongFact("a request for the group", Question.letter) { $0.request.purpose = "mail" },
    WrongFact("a request for another purpose", Question.letter) {
      $0.request.purpose = "care.allergy"
    },
    WrongFact("a request for no category", Question.letter) { $0.request.categories = [] },
    WrongFact("a request for another category", Question.letter) {
      $0.request.categories = ["preference.size"]
    },
    WrongFact("a request for a category of like name", Question.letter) {
      $0.request.categories = ["contacts"]
    },
    WrongFact("a request for a category as well that there is not", Question.letter) {
      $0.request.categories.append("contact.mail")
    },
    WrongFact("a request for ten thousand categories that there are not", Question.letter) {
      $0.request.categories += (0..<10_000).map { "contact.email\($0)" }
    },
    WrongFact(
      "a request for the category ten thousand times and one that there is not", Question.letter
    ) {
      $0.request.categories =
        Array(repeating: "contact.email", count: 10_000) + ["contact.mail"]
    },
    WrongFact("a request of another actor", Question.letter) { $0.request.actor = "shop" },
    WrongFact("a request of the company itself", Question.letter) { $0.request.actor = "self" },
    WrongFact("a request to share with oneself", Question.letter) {
      $0.request.operation = "share"
      $0.request.recipient = "self"
    },
    WrongFact("a request to profile", Question.letter) { $0.request.operation = "profile" },
    WrongFact("a request to combine", Question.letter) { $0.request.operation = "combine" },
    WrongFact("a request for two operations", Question.letter) {
      $0.request.operation = "use,share"
    },
    WrongFact("a request for a broker", Question.letter) { $0.request.recipient = "broker" },
    WrongFact("a request without a channel", Question.letter) { $0.request.channel = nil },
    WrongFact("a request through another channel", Question.letter) {
      $0.request.channel = "post"
    },
    WrongFact("a request through a channel for what has none", Question.order) {
      $0.request.channel = "email"
    },
    WrongFact("a request for a recipient of what goes nowhere", Question.order) {
      $0.request.recipient = "mailer"
    },
    WrongFact("names in each other's places", Question.letter) {
      ($0.request.actor, $0.request.recipient) = ($0.request.recipient, $0.request.actor)
    },
  ]
}
