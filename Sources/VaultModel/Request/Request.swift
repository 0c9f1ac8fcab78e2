/// What an actor asks: to use categories of one subject's data for one purpose.
///
/// Names are what the caller typed, unchecked: an unknown name is a denial with its own code, not
/// an error. The time is not part of it: it is the vault's own.
public struct Request: Hashable, Sendable {
  /// Every category or nothing, or the covered ones with the others listed.
  public enum Mode: String, Hashable, Sendable {
    case strict
    case partial
  }

  /// The application or role that asks; asserted by the host, not authenticated here.
  public var actor: String
  /// A purpose leaf.
  public var purpose: String
  /// One or more categories; a parent stands for all leaves under it.
  public var categories: [String]
  /// `use`, `share`, `profile` or `combine`; a recipient other than `self` adds `share`.
  public var operation: String
  /// `self`, or a recipient that the policy declares.
  public var recipient: String
  /// How the person will be contacted; nil if not at all.
  public var channel: String?
  /// What to do when only some of the categories are covered; strict unless told otherwise.
  public var mode: Mode

  /// Asks in strict mode, to use data within the company and to contact nobody, unless told
  /// otherwise.
  ///
  /// - Parameters:
  ///   - actor: the name of an actor of the policy.
  ///   - purpose: the name of a purpose leaf.
  ///   - categories: one or more names of categories; none is `REQUEST_INVALID`.
  ///   - operation: what is done with the data.
  ///   - recipient: who gets it; `self` is the company.
  ///   - channel: how the person will be contacted. A purpose that lists channels demands one, and
  ///     a purpose that lists none refuses any.
  ///   - mode: every category or nothing, or the covered ones.
  public init(
    actor: String, purpose: String, categories: [String], operation: String = "use",
    recipient: String = "self", channel: String? = nil, mode: Mode = .strict
  ) {
    self.actor = actor
    self.purpose = purpose
    self.categories = categories
    self.operation = operation
    self.recipient = recipient
    self.channel = channel
    self.mode = mode
  }
}
