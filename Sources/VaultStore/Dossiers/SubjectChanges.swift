import VaultLedger
import VaultModel

/// Whose dossiers a run of leaves makes out of date.
struct SubjectChanges: Sendable {
  private(set) var isEverybody = false
  private(set) var subjects: Set<Identifier> = []

  /// All of them.
  static var everybody: SubjectChanges {
    var changes = SubjectChanges()
    changes.isEverybody = true
    return changes
  }

  /// Takes in a leaf; `subject` is nil where it names none, or no more.
  ///
  /// INVARIANT: whatever changes what a decision rests on writes a leaf in the same transaction. Only
  /// what is known to change nothing is passed over, and what names nobody may be about anybody.
  mutating func add(_ type: UInt8, of subject: Identifier?) {
    switch LeafType(rawValue: type) {
    case .permit, .deny, .declassified: return
    default:
      // Who was erased and comes back has another random id.
      guard let subject, type != LeafType.readmitted.rawValue else {
        isEverybody = true
        return
      }
      subjects.insert(subject)
    }
  }
}
