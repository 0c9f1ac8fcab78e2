import VaultModel
import VaultPolicy

extension WrongFact {
  /// The subject, the clock, earlier contacts, stored values.
  static let circumstances = subjects + times + contacts + values

  private static let subjects = [
    WrongFact("a subject never seen", Question.letter) { $0.facts.subject = .unknown },
    WrongFact("a subject never seen, under contract", Question.order) {
      $0.facts.subject = .unknown
    },
    WrongFact("a subject who was erased", Question.letter) { $0.facts.subject = .erased },
    WrongFact("a subject who was erased, under contract", Question.order) {
      $0.facts.subject = .erased
    },
    WrongFact("a subject restricted since the yes", Question.letter) {
      $0.facts.subject = .restricted(since: $0.permission.wordTime)
    },
    WrongFact("a subject restricted since the last instant", Question.letter) {
      $0.facts.subject = .restricted(since: .latest)
    },
    WrongFact("a ground of somebody restricted since the first instant", Question.order) {
      $0.facts.subject = .restricted(since: .earliest)
    },
    WrongFact("a yes dated ahead of the restriction it was recorded before", Question.letter) {
      $0.facts.subject = .restricted(since: $0.permission.wordTime)
      $0.permission.eventTime = .latest
    },
  ]

  private static let times = [
    WrongFact("a clock that is not to be trusted", Question.letter) {
      $0.facts.clockIsTrusted = false
    },
    WrongFact("a clock that is not to be trusted, under contract", Question.order) {
      $0.facts.clockIsTrusted = false
    },
    WrongFact("the first instant", Question.letter) { $0.facts.time = .earliest },
    WrongFact("the last instant", Question.letter) { $0.facts.time = .latest },
    WrongFact("the first instant, under contract", Question.order) { $0.facts.time = .earliest },
    WrongFact("the last instant, under contract", Question.order) { $0.facts.time = .latest },
    WrongFact("the instant of the end", Question.letter) { $0.facts.time = $0.permission.until },
    WrongFact("the day after the review", Question.fraud) { $0.facts.time = hour(11 * 24) },
  ]

  private static let contacts = [
    WrongFact("a contact just now", Question.letter) { $0.facts.contacts = [$0.facts.time] },
    WrongFact("a contact in the future", Question.letter) { $0.facts.contacts = [hour(11 * 24)] },
    WrongFact("a contact at the last instant", Question.letter) { $0.facts.contacts = [.latest] },
    WrongFact("a thousand contacts at the last instant", Question.letter) {
      $0.facts.contacts = Array(repeating: .latest, count: 1000)
    },
  ]

  private static let values = [
    WrongFact("a stored value of an origin number of nobody", Question.letter) {
      $0.facts.origins = [try $0.number("contact.email"): [unheard()]]
    },
    WrongFact("a stored value of an origin a word of bits away", Question.letter) {
      $0.facts.origins = [try $0.number("contact.email"): [Number(64), Number(65)]]
    },
    WrongFact("a stored value of an origin that nobody named", Question.letter) {
      $0.facts.origins = [try $0.number("contact.email"): [.inferred]]
    },
    WrongFact("a stored value of an origin that the policy alone names", Question.letter) {
      $0.purpose.origins = [.volunteered, .inferred]
      $0.facts.origins = [try $0.number("contact.email"): [.inferred]]
    },
    WrongFact("a stored value of an origin that the consent alone names", Question.letter) {
      $0.permission.scope.origins.insert(.inferred)
      $0.facts.origins = [try $0.number("contact.email"): [.inferred]]
    },
  ]
}
