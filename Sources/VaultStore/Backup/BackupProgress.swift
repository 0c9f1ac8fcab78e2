/// How far a backup or a restoration has come.
package struct BackupProgress: Hashable, Sendable {
  /// Steps that are done.
  package let done: Int
  /// Steps that there are.
  package let total: Int
}
