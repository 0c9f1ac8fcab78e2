/// An import that ended before the end of its input.
///
/// What the report counts stays, and the same file again goes on from there: rows that were taken
/// change nothing.
package struct ImportStopped: Error {
  /// Why.
  package let cause: any Error
  /// How far it came.
  package let report: ImportReport
}
