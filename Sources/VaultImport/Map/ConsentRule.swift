package import VaultModel

/// How a row becomes a consent, or the refusal of one.
///
/// A dimension that is nil is left to the defaults of `grant`: the purpose's categories and
/// channels, the recipient `self`, the operation `use`, the implied origins.
package struct ConsentRule: Hashable, Sendable {
  /// The purpose, a leaf.
  package let purpose: String
  /// Which rows say yes, and which say no.
  package let when: ConsentCondition
  /// The notice that was shown: `id` or `id.language`.
  package let notice: String
  /// How consent was given.
  package let method: ConsentMethod
  /// When it was given or refused.
  package let capturedAt: RowTime
  /// When it ends; `for` counts from `capturedAt`.
  package let end: EndRule
  /// The categories it covers.
  package let categories: [String]?
  /// The channels it covers.
  package let channels: [String]?
  /// The recipients it covers.
  package let recipients: [String]?
  /// The operations it covers.
  package let operations: [Operation]?
  /// The origins it covers.
  package let origins: [Origin]?

  package init(
    purpose: String, when: ConsentCondition, notice: String, method: ConsentMethod,
    capturedAt: RowTime, end: EndRule, categories: [String]? = nil, channels: [String]? = nil,
    recipients: [String]? = nil, operations: [Operation]? = nil, origins: [Origin]? = nil
  ) {
    self.purpose = purpose
    self.when = when
    self.notice = notice
    self.method = method
    self.capturedAt = capturedAt
    self.end = end
    self.categories = categories
    self.channels = channels
    self.recipients = recipients
    self.operations = operations
    self.origins = origins
  }
}
