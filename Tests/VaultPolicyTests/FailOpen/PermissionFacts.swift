import VaultModel
import VaultPolicy

extension WrongFact {
  /// Permissions: each part of the record.
  static let permissions = states + ends + scopes + kinds

  /// Every state but the one that opens, for consents and for grounds.
  private static let states = PermissionState.allCases.filter { $0 != .given }.flatMap { state in
    [
      WrongFact("a consent that is \(state.name)", Question.letter) { $0.permission.state = state },
      WrongFact("a ground that is \(state.name)", Question.order) { $0.permission.state = state },
    ]
  }

  private static let ends =
    [Question.letter, Question.order].enumerated().flatMap { index, whole in
      let kind = index == 0 ? "a consent" : "a ground"
      return [
        WrongFact("\(kind) that ends now", whole) { $0.permission.until = $0.facts.time },
        WrongFact("\(kind) that ended at the first instant", whole) {
          $0.permission.until = .earliest
        },
        WrongFact("\(kind) that ends before it begins", whole) {
          ($0.permission.from, $0.permission.until) = ($0.permission.until, $0.permission.from)
        },
        WrongFact("\(kind) that ends when it begins", whole) {
          ($0.permission.from, $0.permission.until) = ($0.facts.time, $0.facts.time)
        },
        WrongFact("\(kind) that begins a moment later", whole) {
          $0.permission.from = hour(10 * 24 + 7)
        },
        WrongFact("\(kind) that begins at the last instant", whole) {
          $0.permission.from = .latest
        },
        WrongFact("\(kind) that begins and ends at the last instant", whole) {
          ($0.permission.from, $0.permission.until) = (.latest, .latest)
        },
      ]
    } + [
      WrongFact("a consent a moment longer than the policy allows", Question.letter) {
        $0.permission.until = $0.permission.until.advanced(by: .seconds(1)) ?? .latest
      },
      WrongFact("a consent from the first instant to the last", Question.letter) {
        ($0.permission.from, $0.permission.until) = (.earliest, .latest)
      },
      WrongFact("a consent without an end to speak of", Question.letter) {
        $0.permission.until = .latest
      },
    ]

  private static let scopes = [
    WrongFact("a consent to nothing", Question.letter) { $0.permission.scope.categories = [] },
    WrongFact("a consent to another category", Question.letter) {
      $0.permission.scope.categories = [try $0.number("preference.size")]
    },
    WrongFact("a consent to a parent that was never expanded", Question.letter) {
      $0.permission.scope.categories = [try $0.number("contact")]
    },
    WrongFact("a consent to a category of like name", Question.letter) {
      $0.permission.scope.categories = [try $0.number("contacts")]
    },
    WrongFact("a consent to a category number of nobody", Question.letter) {
      $0.permission.scope.categories = [unheard(4096), unheard(), unheard(63), unheard(64)]
    },
    WrongFact("a consent to a category a word of bits away", Question.letter) {
      let number: CategoryNumber = try $0.number("contact.email")
      $0.permission.scope.categories = [Number(number.rawValue + 64)]
    },
    WrongFact("a ground for a category a word of bits away", Question.order) {
      let number: CategoryNumber = try $0.number("contact.email")
      $0.permission.scope.categories = [Number(number.rawValue + 64)]
    },
    WrongFact("a consent to no channel", Question.letter) { $0.permission.scope.channels = [] },
    WrongFact("a consent to another channel", Question.letter) {
      $0.permission.scope.channels = [try $0.number("post")]
    },
    WrongFact("a consent to a channel number of nobody", Question.letter) {
      $0.permission.scope.channels = [unheard(), unheard(63), unheard(64)]
    },
    WrongFact("a consent to no recipient, not even the company", Question.letter) {
      $0.permission.scope.recipients = []
    },
    WrongFact("a ground for no recipient, not even the company", Question.order) {
      $0.permission.scope.recipients = []
    },
    WrongFact("a consent to another recipient", Question.letter) {
      $0.permission.scope.recipients = [.own, try $0.number("broker")]
    },
    WrongFact("a consent to a recipient number of nobody", Question.letter) {
      $0.permission.scope.recipients = [.own, unheard(), unheard(1024)]
    },
    WrongFact("a consent without sharing", Question.letter) {
      $0.permission.scope.operations = [.use, .profile, .combine]
    },
    WrongFact("a consent without use", Question.letter) {
      $0.permission.scope.operations = [.share, .profile, .combine]
    },
    WrongFact("a consent to no operation", Question.letter) {
      $0.permission.scope.operations = []
    },
    WrongFact("a ground for no operation", Question.order) { $0.permission.scope.operations = [] },
    WrongFact("a consent to operations that there are none of", Question.letter) {
      $0.permission.scope.operations = OperationSet(rawValue: 0xf0)
    },
    WrongFact("a consent to no origin of a value there is", Question.letter) {
      $0.facts.origins = [try $0.number("contact.email"): [.observed]]
      $0.permission.scope.origins = []
    },
    WrongFact("a consent whose parts are two, each lacking something", Question.letter) {
      var other = $0.permission
      other.scope.channels = []
      $0.permission.scope.categories = []
      $0.facts.permissions.append(other)
    },
  ]

  private static let kinds =
    [
      WrongFact("no permission", Question.letter) { $0.facts.permissions = [] },
      WrongFact("no ground", Question.order) { $0.facts.permissions = [] },
      WrongFact("a ground for a purpose of consent", Question.letter) {
        $0.permission.kind = .ground
      },
      WrongFact("a consent to a purpose of contract", Question.order) {
        $0.permission.kind = .consent
      },
      WrongFact("a consent to a legitimate interest", Question.fraud) {
        $0.permission.kind = .consent
      },
      WrongFact("a permission of another purpose", Question.letter) {
        $0.permission.purpose = try $0.number("care.allergy")
      },
      WrongFact("a permission of the group", Question.letter) {
        $0.permission.purpose = try $0.number("mail")
      },
      WrongFact("a permission of a purpose number of nobody", Question.letter) {
        $0.permission.purpose = unheard()
      },
      WrongFact("a permission of a purpose a word of bits away", Question.order) {
        $0.permission.purpose = Number($0.permission.purpose.rawValue + 64)
      },
      WrongFact("a consent to special data without a method", Question.allergy) {
        $0.permission.method = nil
      },
      WrongFact("a ground for special data without a condition in the law", Question.rescue) {
        $0.purpose.article9 = nil
      },
    ]
    + ConsentMethod.allCases.filter { !$0.isExplicit }.map { method in
      WrongFact("a consent to special data by \(method.rawValue)", Question.allergy) {
        $0.permission.method = method
      }
    }
}
