/// How far a rewrap came, and what it did.
package struct RewrapReport: Hashable, Sendable {
  /// The subjects of which a key, the state or an envelope was sealed anew.
  package var rewritten = 0
  /// The subjects that were looked at, and how many there are.
  package var seen = 0
  package var subjects = 0
  /// The transactions that it took.
  package var batches = 0
  /// How often every subject was looked at: 0 where no rotation was under way.
  package var passes = 0
  /// Whether nothing is left to do; false where it was stopped, and the next run goes on.
  package var isComplete = false
}
