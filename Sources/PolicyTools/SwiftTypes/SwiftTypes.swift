import VaultModel
package import VaultPolicy

/// A policy as Swift source: a type for each purpose, with the names that the policy lists for it.
///
/// The text depends on the policy alone, so that equal policies give equal files.
package struct SwiftTypes {
  private let policy: Policy
  private let titles: [String: String]
  private var lines: [String] = []

  /// Writes the types of a policy.
  ///
  /// - Parameters:
  ///   - policy: Any that was read without a problem.
  ///   - file: The name of its file, for the head of the text.
  /// - Returns: One source file, which imports `ConsentVault`.
  package static func source(of policy: Policy, file: String) -> String {
    var types = SwiftTypes(policy)
    types.lines = [
      "// Written from \(file) by the plugin PolicyTypes, anew whenever that file changes.",
      "// Policy \(policy.name), version \(policy.version.text).",
      "import ConsentVault",
    ]
    types.write(below: nil, depth: 0)
    return types.lines.joined(separator: "\n") + "\n"
  }

  private init(_ policy: Policy) {
    self.policy = policy
    let actors = policy.actors.map { ("actors." + $0.name, $0.title) }
    let recipients = policy.recipients.map { ("recipients." + $0.name, $0.title) }
    let categories = policy.categories.map { ("categories." + $0.name, $0.title ?? "") }
    titles = Dictionary(actors + recipients + categories) { first, _ in first }
  }

  /// Writes the groups and purposes right below a group, or those of the top.
  private mutating func write(below parent: String?, depth: Int) {
    let groups = policy.groups.filter { $0.name.parent == parent }
    let purposes = policy.purposes.filter { $0.name.parent == parent }
    let names = SwiftNames(
      (groups.map(\.name) + purposes.map(\.name)).map(\.leaf),
      parent == nil ? .moduleTypes : .types)
    for group in groups {
      separate()
      document(group.title, depth)
      add("enum \(names[group.name.leaf]) {", depth)
      write(below: group.name, depth: depth + 1)
      add("}", depth)
    }
    for purpose in purposes {
      separate()
      document(purpose.title, depth)
      add("///", depth)
      document(purpose.benefit, depth)
      add("enum \(names[purpose.name.leaf]): ConsentVault.Purpose {", depth)
      write(purpose, depth: depth + 1)
      add("}", depth)
    }
  }

  private mutating func write(_ purpose: PurposeDefinition, depth: Int) {
    add("static var policy: Swift.String { \"\(policy.name)\" }", depth)
    add("static var name: Swift.String { \"\(purpose.name)\" }", depth)
    write(purpose.categories, as: "Category", "What it may touch.", under: "categories.", depth)
    write(
      purpose.channels, as: "Channel", "How people may be contacted.", under: "channels.", depth)
    write(
      purpose.recipients.filter { $0 != "self" }, as: "Recipient",
      "Who may receive the data besides the company itself.", under: "recipients.", depth)
    write(
      purpose.operations.operations.filter { $0 != .share }.map(\.rawValue), as: "Operation",
      "What may be done with the data.", under: "operations.", depth)
    write(purpose.actors, as: "Actor", "Who may ask.", under: "actors.", depth)
  }

  /// Writes the names of one dimension.
  private mutating func write(
    _ names: [String], as type: String, _ title: String, under titled: String, _ depth: Int
  ) {
    separate()
    document(title, depth)
    guard !names.isEmpty else {
      add("typealias \(type) = ConsentVault.NotListed", depth)
      return
    }
    let cases = SwiftNames(names, .cases(suffix: type))
    add("enum \(type): Swift.String, ConsentVault.PolicyName {", depth)
    for name in names {
      document(titles[titled + name] ?? "", depth + 1)
      add("case \(cases[name]) = \"\(name)\"", depth + 1)
    }
    add("}", depth)
  }

  /// Writes a comment; a title becomes a sentence.
  private mutating func document(_ text: String, _ depth: Int) {
    guard let last = text.last else { return }
    let sentence = ".!?".contains(last) ? text : text + "."
    for line in sentence.split(whereSeparator: \.isNewline) { add("/// \(line)", depth) }
  }

  private mutating func add(_ line: String, _ depth: Int) {
    lines.append(String(repeating: "  ", count: depth) + line)
  }

  /// Begins a paragraph, unless a brace has just begun one.
  private mutating func separate() {
    if lines.last?.hasSuffix("{") == false { lines.append("") }
  }
}

extension String {
  /// The name above a dotted name; nil at the top.
  fileprivate var parent: String? {
    lastIndex(of: ".").map { String(self[..<$0]) }
  }

  /// The last segment of a dotted name.
  fileprivate var leaf: String {
    lastIndex(of: ".").map { String(self[index(after: $0)...]) } ?? self
  }
}
