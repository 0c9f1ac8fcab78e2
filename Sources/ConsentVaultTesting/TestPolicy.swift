package import VaultPolicy

/// A policy for a throw-away vault, with the notices that may be shown under it.
public struct TestPolicy: Sendable {
  /// The text shown when consent is asked for.
  public struct Notice: Hashable, Sendable {
    /// Such as `marketing-newsletter`.
    public let id: String
    /// A language tag (BCP 47), such as `en`.
    public let language: String
    /// Word for word.
    public let text: String

    /// A notice in one language.
    public init(id: String, language: String = "en", text: String) {
      self.id = id
      self.language = language
      self.text = text
    }
  }

  /// What stands in a policy that cannot be used; the first problem, in words.
  public struct Problem: Error, Hashable, Sendable, CustomStringConvertible {
    /// One sentence.
    public let description: String
  }

  package let source: PolicySource

  /// A policy in its compiled form.
  ///
  /// - Parameters:
  ///   - text: the canonical JSON text of a policy, byte for byte.
  ///   - notices: every notice that a purpose of the policy names.
  /// - Throws: ``Problem`` if the text is no policy.
  public init(compiled text: String, notices: [Notice]) throws(Problem) {
    do throws(PolicyFault) {
      source = PolicySource(
        policy: try Policy(canonicalJSON: text), places: PolicyPlaces(file: "policy.json"),
        sourceText: text,
        notices: notices.map {
          VaultPolicy.Notice(id: $0.id, language: $0.language, text: $0.text)
        })
    } catch {
      throw Problem(description: error.problems.first?.message ?? "the text is no policy")
    }
  }

  /// A policy that was read from its folder.
  package init(_ source: PolicySource) { self.source = source }
}
