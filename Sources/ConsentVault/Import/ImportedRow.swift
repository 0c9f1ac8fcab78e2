/// One row of a file of customers, in the vault's words; nothing of it has been decided.
package struct ImportedRow: Sendable {
  /// A person's no to one purpose.
  package struct Refusal: Hashable, Sendable {
    package let purpose: String
    /// When it was said.
    package let eventTime: Timestamp

    package init(purpose: String, eventTime: Timestamp) {
      self.purpose = purpose
      self.eventTime = eventTime
    }
  }

  package let subject: SubjectID
  /// Where the row stands: what makes the import the evidence of its permissions.
  package let source: String
  package var refusals: [Refusal] = []
  /// Each with its event time.
  package var grants: [Grant] = []
  package var grounds: [Ground] = []
  package var values: [NewValue] = []

  package init(subject: SubjectID, source: String) {
    self.subject = subject
    self.source = source
  }
}
