import VaultModel
import VaultPolicy

extension WrongFact {
  /// Denials, and consents that answer none.
  static let denials = [
    WrongFact("a denial of all", Question.letter) { $0.deny() },
    WrongFact("an objection to a legitimate interest", Question.fraud) { $0.deny() },
    WrongFact("a refusal of all", Question.letter) { $0.deny { $0.word = .refused } },
    WrongFact("a denial of the last instant", Question.letter) {
      $0.deny { $0.eventTime = .latest }
    },
    WrongFact("a denial recorded at the last instant", Question.letter) {
      $0.deny { $0.recordedTime = .latest }
    },
    WrongFact("a denial recorded before it was said", Question.letter) {
      $0.deny { $0.recordedTime = .earliest }
    },
    WrongFact("a denial at the instant of the yes", Question.letter) {
      let word = $0.permission.wordTime
      $0.deny { $0.eventTime = word }
    },
    WrongFact("a denial of the first instant, answered at that instant", Question.letter) {
      $0.permission.eventTime = .earliest
      $0.deny { $0.eventTime = .earliest }
    },
    WrongFact("a denial answered by a yes dated ahead", Question.letter) {
      let word = $0.permission.wordTime
      $0.permission.eventTime = .latest
      $0.deny { $0.eventTime = word }
    },
    WrongFact("a denial answered by a yes recorded ahead", Question.letter) {
      let word = $0.permission.wordTime
      $0.permission.recordedTime = .latest
      $0.deny { $0.eventTime = word }
    },
    WrongFact("a denial answered by a yes recorded at the first instant", Question.letter) {
      $0.permission.eventTime = .latest
      $0.permission.recordedTime = .earliest
      $0.deny { $0.eventTime = hour(1) }
    },
    WrongFact("a denial of the purpose", Question.letter) {
      let purpose = $0.permission.purpose
      $0.deny { $0.scope.purpose = purpose }
    },
    WrongFact("a denial of the group", Question.letter) {
      let group: PurposeNumber = try $0.number("mail")
      $0.deny { $0.scope.purpose = group }
    },
    WrongFact("a denial of the category", Question.letter) {
      let category: CategoryNumber = try $0.number("contact.email")
      $0.deny { $0.scope.categories = [category] }
    },
    WrongFact("a denial of the parent", Question.letter) {
      let category: CategoryNumber = try $0.number("contact")
      $0.deny { $0.scope.categories = [category] }
    },
    WrongFact("a denial of the category among numbers of nobody", Question.letter) {
      let category: CategoryNumber = try $0.number("contact.email")
      $0.deny { $0.scope.categories = [category, unheard(), unheard(70)] }
    },
    WrongFact("a denial of the channel", Question.letter) {
      let channel: ChannelNumber = try $0.number("email")
      $0.deny { $0.scope.channels = [channel, unheard()] }
    },
    WrongFact("a denial of the recipient", Question.letter) {
      let recipient: RecipientNumber = try $0.number("mailer")
      $0.deny { $0.scope.recipients = [recipient, unheard()] }
    },
    WrongFact("a denial that names dimensions and nothing in them", Question.letter) {
      $0.deny { denial in
        denial.scope.categories = []
        denial.scope.channels = []
        denial.scope.recipients = []
      }
    },
    WrongFact("a denial behind a thousand of other things", Question.letter) { question in
      let other: PurposeNumber = try question.number("care")
      for _ in 0..<1000 { question.deny { $0.scope.purpose = other } }
      question.deny()
    },
    WrongFact("a denial that a later one of less does not take back", Question.letter) {
      let category: CategoryNumber = try $0.number("preference.size")
      $0.deny { $0.eventTime = hour(5 * 24) }
      $0.deny { denial in
        denial.eventTime = .latest
        denial.scope.categories = [category]
      }
    },
    WrongFact("a denial answered by a ground of later", Question.fraud) {
      $0.permission.eventTime = $0.facts.time
      $0.permission.recordedTime = $0.facts.time
      $0.deny { $0.eventTime = .earliest }
    },
    WrongFact(
      "a denial answered by an older yes that was renewed under another purpose", Question.letter
    ) {
      var other = $0.permission
      other.purpose = try $0.number("care.allergy")
      other.eventTime = .latest
      other.recordedTime = .latest
      $0.facts.permissions.append(other)
      $0.deny()
    },
    WrongFact("a denial answered by a later yes to something else", Question.letter) {
      var other = $0.permission
      other.scope.categories = [try $0.number("preference.size")]
      other.eventTime = $0.facts.time
      other.recordedTime = $0.facts.time
      $0.facts.permissions.append(other)
      $0.deny { $0.eventTime = hour(6 * 24) }
    },
  ]
}
