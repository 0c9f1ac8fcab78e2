import VaultModel
import VaultPolicy

extension WrongFact {
  /// What lets nobody store a value.
  static let storing =
    (permissionsOfStoring + termsOfStoring).map { fact in
      var fact = fact
      fact.isAboutStoring = true
      return fact
    }

  private static let permissionsOfStoring =
    PermissionState.allCases.filter { $0 != .given }.map { state in
      WrongFact("to store under a consent that is \(state.name)", Question.letter) {
        $0.permission.state = state
      }
    } + [
      WrongFact("to store without a permission", Question.letter) { $0.facts.permissions = [] },
      WrongFact("to store past the end", Question.letter) { $0.permission.until = $0.facts.time },
      WrongFact("to store before the beginning", Question.letter) {
        $0.permission.from = hour(10 * 24 + 7)
      },
      WrongFact("to store under a consent that ends before it begins", Question.letter) {
        ($0.permission.from, $0.permission.until) = ($0.permission.until, $0.permission.from)
      },
      WrongFact("to store under a consent that is too long", Question.letter) {
        $0.permission.until = .latest
      },
      WrongFact("to store under a consent to nothing", Question.letter) {
        $0.permission.scope.categories = []
      },
      WrongFact("to store under a consent to numbers of nobody", Question.letter) {
        $0.permission.scope.categories = [unheard(), unheard(70)]
      },
      WrongFact("to store under a consent that covers no origin", Question.letter) {
        $0.permission.scope.origins = []
      },
      WrongFact("to store under a consent without use", Question.letter) {
        $0.permission.scope.operations = []
      },
      WrongFact("to store under a ground for a purpose of consent", Question.letter) {
        $0.permission.kind = .ground
      },
      WrongFact("to store under a permission of a purpose number of nobody", Question.letter) {
        $0.permission.purpose = unheard()
      },
      WrongFact("to store special data without a method", Question.allergy) {
        $0.permission.method = nil
      },
      WrongFact("to store what was denied", Question.letter) { $0.deny() },
      WrongFact("to store at the first instant", Question.letter) { $0.facts.time = .earliest },
      WrongFact("to store at the last instant", Question.letter) { $0.facts.time = .latest },
      WrongFact("to store for an interest that is stale", Question.fraud) {
        $0.facts.time = hour(11 * 24)
      },
    ]

  private static let termsOfStoring = [
    WrongFact("to store for a purpose that is gone", Question.letter) { question in
      question.policy.purposes.removeAll { $0.name == "mail.letter" }
    },
    WrongFact("to store for a purpose without the category", Question.letter) {
      $0.purpose.categories = []
    },
    WrongFact("to store for a purpose without origins", Question.letter) {
      $0.purpose.origins = []
    },
    WrongFact("to store for an interest without an assessment", Question.fraud) {
      $0.purpose.assessment = nil
    },
    WrongFact("to store in a category that is gone", Question.letter) {
      $0.policy.categories = []
    },
    WrongFact("to store under a registry that knows nothing", Question.letter) {
      $0.registry = Registry()
    },
  ]
}
