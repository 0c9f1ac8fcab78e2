import VaultModel

/// Makes a policy of a document, or says everything that is wrong with it.
///
/// Declarations are read first, so that every reference is resolved where it is written; the rules
/// that need the whole policy are in ``PolicyCheck``.
struct PolicyReader {
  /// How values are written.
  enum Form {
    /// By people, in YAML: every scalar is text, such as `90d`.
    case source
    /// By ``Policy/canonicalJSON()``: milliseconds, integers, booleans.
    case canonical
  }

  /// The names that may be referred to, also those of declarations with problems.
  struct Declared {
    var categories: Set<String> = []
    var channels: Set<String> = []
    var recipients: Set<String> = ["self"]
    var actors: Set<String> = []
    /// Purposes and groups.
    var purposes: Set<String> = []
  }

  let form: Form
  let zoneExists: (String) -> Bool
  var input: DocumentReader
  var places: PolicyPlaces

  var categories: [CategoryDefinition] = []
  /// Every category node with the leaves under it; a leaf with itself.
  var leaves: [String: [String]] = [:]
  var channels: [String] = []
  var recipients: [RecipientDefinition] = []
  var actors: [ActorDefinition] = []
  var groups: [PurposeGroup] = []
  var purposes: [PurposeDefinition] = []
  var declared = Declared()
  var never: [NeverRule] = []

  init(file: String, form: Form, zoneExists: @escaping (String) -> Bool) {
    self.form = form
    self.zoneExists = zoneExists
    input = DocumentReader(file: file)
    places = PolicyPlaces(file: file)
  }

  /// Reads the whole document.
  mutating func read(_ document: Document) throws(PolicyFault) -> Policy {
    let fields = input.fields(document, of: "the policy", keys: PolicyKeys.policy)
    guard case .mapping = document.value, readSchema(fields) else {
      throw PolicyFault(input.problems)
    }
    for entry in fields.entries { note(entry.key, at: entry.position) }
    let head = readHead(fields)
    readDeclarations(fields)
    if let document = input.required("purposes", in: fields, of: "the policy") {
      readPurposes(document)
    }
    if let document = fields["never"] { readNever(document) }
    let policy = assembled(head)
    let problems = input.problems + PolicyCheck.problems(in: policy, places: places)
    guard problems.isEmpty else { throw PolicyFault(problems) }
    return policy
  }

  /// Notes where an element stands; nobody asks that of a compiled policy.
  mutating func note(_ path: @autoclosure () -> String, at position: PolicyPlaces.Position) {
    if form == .source { places.positions[path()] = position }
  }

  private func assembled(_ head: Head) -> Policy {
    Policy(
      name: head.name, version: head.version, controller: head.controller,
      categories: categories.sorted { $0.name < $1.name }, channels: channels.sorted(),
      recipients: recipients.sorted { $0.name < $1.name },
      actors: actors.sorted { $0.name < $1.name }, groups: groups.sorted { $0.name < $1.name },
      purposes: purposes.sorted { $0.name < $1.name }, never: never.sorted { $0.id < $1.id })
  }
}

extension Policy {
  /// Makes a policy of a document that people wrote.
  ///
  /// - Parameters:
  ///   - document: The syntax of the file.
  ///   - file: The file's name without its folders, for places.
  ///   - zoneExists: Whether the machine knows an IANA time zone.
  /// - Returns: The policy, and where its parts stand.
  /// - Throws: Every problem at once.
  package static func reading(
    _ document: Document, file: String, zoneExists: @escaping (String) -> Bool
  ) throws(PolicyFault) -> (policy: Policy, places: PolicyPlaces) {
    var reader = PolicyReader(file: file, form: .source, zoneExists: zoneExists)
    let policy = try reader.read(document)
    return (policy, reader.places)
  }
}
