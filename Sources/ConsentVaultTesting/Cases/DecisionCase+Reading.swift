import FoundationEssentials

extension DecisionCase {
  /// A file of cases that this reader does not know, or that is none.
  public struct Unreadable: Error, Hashable, Sendable, CustomStringConvertible {
    /// One sentence.
    public let description: String
  }

  private struct File: Decodable {
    let schema: String
    let start: String
    let cases: [Entry]

    enum CodingKeys: String, CodingKey {
      case schema, cases
      case start = "init_at"
    }
  }

  private struct Entry: Decodable {
    let id: String
    let name: String
    let rule: String
    let policy: String
    let world: [Step]
    let request: Question
    let expect: Expectation
  }

  /// Reads the cases of a file.
  ///
  /// - Parameter json: the file's bytes, of schema `consentvault-decisions/1`.
  /// - Returns: the cases, in the order of the file.
  /// - Throws: ``Unreadable``.
  public static func read(_ json: some Collection<UInt8>) throws(Unreadable) -> [DecisionCase] {
    guard let file = try? JSONDecoder().decode(File.self, from: Data(json)) else {
      throw Unreadable(description: "the file does not hold decision cases")
    }
    guard file.schema == "consentvault-decisions/1" else {
      throw Unreadable(description: "the cases are of another schema than 1")
    }
    return file.cases.map { entry in
      DecisionCase(
        id: entry.id, name: entry.name, rule: entry.rule, policy: entry.policy,
        start: file.start, world: entry.world, request: entry.request, expected: entry.expect)
    }
  }
}
