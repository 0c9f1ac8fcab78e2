import VaultModel
import VaultPolicy

extension WrongFact {
  /// The policy, such as no reader would let it pass.
  static let terms = purposes + bases + contactRules + rules

  private static let purposes = [
    WrongFact("a purpose without actors", Question.letter) { $0.purpose.actors = [] },
    WrongFact("a purpose with an actor that nobody declares", Question.letter) {
      $0.purpose.actors = ["nobody", ""]
    },
    WrongFact("a purpose without categories", Question.letter) { $0.purpose.categories = [] },
    WrongFact("a purpose with a parent that was not expanded", Question.letter) {
      $0.purpose.categories = ["contact"]
    },
    WrongFact("a purpose with a category that nobody declares", Question.letter) {
      $0.purpose.categories = ["contact.mail", "contact.email.", ""]
    },
    WrongFact("a purpose without recipients", Question.letter) { $0.purpose.recipients = [] },
    WrongFact("a purpose without recipients, asked for the company", Question.order) {
      $0.purpose.recipients = []
    },
    WrongFact("a purpose without channels", Question.letter) { $0.purpose.channels = [] },
    WrongFact("a purpose with a channel that nobody declares", Question.letter) {
      $0.purpose.channels = ["e-mail"]
    },
    WrongFact("a purpose without operations", Question.letter) { $0.purpose.operations = [] },
    WrongFact("a purpose without sharing", Question.letter) { $0.purpose.operations = .use },
    WrongFact("a purpose without use", Question.letter) { $0.purpose.operations = .share },
    WrongFact("a purpose without origins", Question.letter) {
      $0.purpose.origins = []
      $0.facts.origins = [try $0.number("contact.email"): [.volunteered]]
    },
    WrongFact("a policy without the purpose", Question.letter) { question in
      question.policy.purposes.removeAll { $0.name == "mail.letter" }
    },
    WrongFact("a policy in which the purpose is a group", Question.letter) { question in
      question.policy.purposes.removeAll { $0.name == "mail.letter" }
      question.policy.groups.append(PurposeGroup(name: "mail.letter", title: "Letters"))
    },
    WrongFact("a policy without actors", Question.letter) { $0.policy.actors = [] },
    WrongFact("a policy without categories", Question.letter) { $0.policy.categories = [] },
    WrongFact("a policy without channels", Question.letter) { $0.policy.channels = [] },
    WrongFact("a policy without recipients", Question.letter) { $0.policy.recipients = [] },
    WrongFact("a policy without anything", Question.letter) { question in
      question.policy.purposes = []
      question.policy.groups = []
      question.policy.categories = []
      question.policy.actors = []
    },
    WrongFact("a policy in which the category is a parent of nothing", Question.letter) {
      question in
      for index in question.policy.categories.indices {
        question.policy.categories[index].isLeaf = false
      }
    },
    WrongFact("a policy in which the category is special", Question.letter) { question in
      question.permission.method = .webForm
      for index in question.policy.categories.indices {
        question.policy.categories[index].sensitivity = .special
      }
    },
  ]

  private static let bases =
    [
      WrongFact("a purpose whose consents have no longest lifetime", Question.letter) {
        $0.purpose.consent = nil
      },
      WrongFact("a purpose whose consents last no time", Question.letter) {
        $0.purpose.consent?.maxLifetime = .zero
      },
      WrongFact("a legitimate interest without an assessment", Question.fraud) {
        $0.purpose.assessment = nil
      },
      WrongFact("a legitimate interest reviewed on the first day", Question.fraud) {
        $0.purpose.assessment?.reviewBy = CivilDate(.earliest)
      },
    ]
    + Basis.allCases.filter { $0 != .consent }.map { basis in
      WrongFact("a consent whose purpose has the basis \(basis.rawValue)", Question.letter) {
        $0.purpose.basis = basis
      }
    } + [
      WrongFact("a ground whose purpose has the basis consent", Question.order) {
        $0.purpose.basis = .consent
      },
      WrongFact("a contract that became a legitimate interest", Question.order) {
        $0.purpose.basis = .legitimateInterest
      },
    ]

  private static let contactRules =
    [
      WrongFact("a cap of nothing", Question.letter) { $0.purpose.contact?.atMost = 0 },
      WrongFact("a cap below nothing", Question.letter) { $0.purpose.contact?.atMost = .min },
      WrongFact("a cap of a span that never ends", Question.letter) {
        $0.purpose.contact?.per = .unlimited
        $0.facts.contacts = [.earliest]
      },
      WrongFact("a cap without a span", Question.letter) {
        $0.purpose.contact?.per = nil
        $0.facts.contacts = [.earliest]
      },
    ]
    + ["", "Mars/Olympus", "east", "East ", "../East", "East\0", "UTC"].map { zone in
      WrongFact("quiet hours in the zone \(zone.debugDescription)", Question.letter) {
        $0.purpose.contact?.quiet?.zone = zone
      }
    }
    + [(-1, 480), (1260, 1440), (600, 600), (Int.min, Int.max), (Int.max, Int.min)].map {
      from, until in
      WrongFact("quiet hours from minute \(from) to \(until)", Question.letter) {
        $0.purpose.contact?.quiet?.fromMinute = from
        $0.purpose.contact?.quiet?.untilMinute = until
      }
    } + [
      WrongFact("quiet hours on a machine without zones", Question.letter) { $0.zones = [:] }
    ]

  private static let rules = [
    WrongFact("a rule against the purpose", Question.letter) {
      $0.policy.never.append(NeverRule(id: "N2", say: "No.", purposes: ["mail.letter"]))
    },
    WrongFact("a rule against the group", Question.letter) {
      $0.policy.never.append(NeverRule(id: "N2", say: "No.", purposes: ["mail"]))
    },
    WrongFact("a rule against the category", Question.letter) {
      $0.policy.never.append(NeverRule(id: "N2", say: "No.", categories: ["contact"]))
    },
    WrongFact("a rule against the recipient", Question.letter) {
      $0.policy.never.append(NeverRule(id: "N2", say: "No.", recipients: ["mailer"]))
    },
    WrongFact("a rule against the channel", Question.letter) {
      $0.policy.never.append(NeverRule(id: "N2", say: "No.", channels: ["email"]))
    },
    WrongFact("a rule against sharing", Question.letter) {
      $0.policy.never.append(NeverRule(id: "N2", say: "No.", operations: .share))
    },
    WrongFact("a rule against the actor", Question.letter) {
      $0.policy.never.append(NeverRule(id: "N2", say: "No.", actors: ["desk"]))
    },
    WrongFact("a rule that names nothing", Question.letter) {
      $0.policy.never.append(NeverRule(id: "N2", say: "No."))
    },
    WrongFact("a rule that is there twice", Question.letter) { question in
      for _ in 0..<2 {
        question.policy.never.append(NeverRule(id: "N1", say: "No.", purposes: ["mail.letter"]))
      }
    },
  ]
}
