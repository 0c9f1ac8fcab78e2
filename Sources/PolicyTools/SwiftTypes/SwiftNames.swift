/// Swift identifiers for names of a policy: the same names always give the same identifiers, each its own.
///
/// `contact.email` becomes `contactEmail`, `in-app` becomes `inApp`. Where two names would become one
/// identifier, both are spelt out instead, with `_` for a dot and `__` for a hyphen.
package struct SwiftNames {
  /// What the identifiers are for.
  package enum Kind {
    /// Cases of an enum; `suffix` is put behind a name that a case cannot have.
    case cases(suffix: String)
    /// Types in a group of purposes.
    case types
    /// Types of the whole module, which shall not hide what everybody uses.
    case moduleTypes
  }

  private let kind: Kind
  private let identifiers: [String: String]

  /// Finds identifiers for names that share one scope.
  package init(_ names: [String], _ kind: Kind) {
    self.kind = kind
    let names = Set(names).sorted()
    let short = Dictionary(grouping: names) { Self.short($0, kind) }
    var identifiers: [String: String] = [:]
    var taken: Set<String> = []
    for name in names {
      let wish = Self.short(name, kind)
      var identifier = short[wish]?.count == 1 && wish.isIdentifier ? wish : Self.spelt(name, kind)
      while !taken.insert(identifier).inserted { identifier += "_" }
      identifiers[name] = identifier
    }
    self.identifiers = identifiers
  }

  /// The identifier as it stands in source code, in backticks if it is a keyword.
  package subscript(name: String) -> String {
    let identifier = identifiers[name] ?? name
    return Self.keywords.contains(identifier) ? "`\(identifier)`" : identifier
  }

  private static func short(_ name: String, _ kind: Kind) -> String {
    let words = name.split { $0 == "." || $0 == "-" }
    let joined = words.enumerated().map { index, word in
      index == 0 && !kind.isTypes ? String(word) : word.prefix(1).uppercased() + word.dropFirst()
    }.joined()
    return allowed(joined.first?.isNumber == true ? "_" + joined : joined, kind)
  }

  private static func spelt(_ name: String, _ kind: Kind) -> String {
    let words = name.map { character in
      switch character {
      case ".": "_"
      case "-": "__"
      default: String(character)
      }
    }.joined()
    let first = words.prefix(1)
    if first.first?.isNumber == true { return "_" + words }
    return allowed(kind.isTypes ? first.uppercased() + words.dropFirst() : words, kind)
  }

  /// Puts a word behind what the language or the library needs for itself.
  private static func allowed(_ identifier: String, _ kind: Kind) -> String {
    switch kind {
    case .cases(let suffix):
      unusableCases.contains(identifier) ? identifier + suffix : identifier
    case .types: unusableTypes.contains(identifier) ? identifier + "Purpose" : identifier
    case .moduleTypes:
      unusableTypes.contains(identifier) || everydayTypes.contains(identifier)
        ? identifier + "Purpose" : identifier
    }
  }

  /// As cases they would mean something else: `.none` of an optional, `.self`, `.init`, `allCases`.
  private static let unusableCases: Set = [
    "none", "some", "self", "init", "allCases", "rawValue", "hash", "hashValue",
  ]

  /// `A.Type` and `A.Protocol` are metatypes; the others are what generated code refers to.
  private static let unusableTypes: Set = [
    "Type", "Protocol", "Self", "Any", "Swift", "ConsentVault",
  ]

  /// Types that every file of a module uses without saying whose they are.
  private static let everydayTypes: Set = [
    "Access", "Actor", "AnyObject", "Array", "Bool", "Character", "Clock", "Data", "Date",
    "Decision",
    "Dictionary", "Disclosure", "Double", "Duration", "Error", "Float", "Identifiable", "Int",
    "Never", "Optional", "Purpose", "Range", "Request", "Result", "Sendable", "Sequence", "Set",
    "Span", "String", "Substring", "Task", "Timestamp", "UInt", "Vault", "Void",
  ]

  /// Words that stand as identifiers in backticks only (The Swift Programming Language, "Keywords").
  private static let keywords: Set = [
    "as", "associatedtype", "break", "case", "catch", "class", "continue", "default", "defer",
    "deinit", "do", "else", "enum", "extension", "fallthrough", "false", "fileprivate", "for",
    "func",
    "guard", "if", "import", "in", "inout", "internal", "is", "let", "nil", "operator",
    "precedencegroup", "private", "protocol", "public", "repeat", "rethrows", "return", "static",
    "struct", "subscript", "super", "switch", "throw", "throws", "true", "try", "typealias", "var",
    "where", "while",
  ]
}

extension SwiftNames.Kind {
  fileprivate var isTypes: Bool {
    switch self {
    case .cases: false
    case .types, .moduleTypes: true
    }
  }
}

extension String {
  /// Whether there is a letter or digit in it: a name of hyphens alone leaves nothing.
  fileprivate var isIdentifier: Bool { contains { $0.isLetter || $0.isNumber } }
}
