/// The word of a policy key that another may take its place: without it nobody replaces a key.
///
/// It names no vault and no version, so it can be signed on the day the key is made, for a spare that
/// lies locked away; it stops counting once its key is replaced.
package struct PolicyKeyEndorsement: Hashable, Sendable {
  /// The first line: no text that a key signs for something else begins with it.
  private static let title = "cvault/v1/policy-key"

  /// The key that gives way.
  package let old: VerifierKey
  /// The key that may take its place.
  package let new: VerifierKey

  /// Puts the parts together.
  package init(of new: VerifierKey, by old: VerifierKey) {
    self.old = old
    self.new = new
  }

  /// The text that the old key signs.
  package var text: String { "\(Self.title)\nfrom \(old.text)\nto \(new.text)\n" }

  /// Holds a note against this endorsement.
  ///
  /// - Throws: ``NoteError/malformed`` if it says something else; ``NoteError/unknownKey``,
  ///   ``NoteError/wrongSignature`` if the old key did not sign it.
  package func verify(_ note: String) throws(NoteError) {
    let note = try SignedNote(parsing: note)
    guard note.text.utf8.elementsEqual(text.utf8) else { throw .malformed }
    _ = try note.verified(by: [old])
  }
}
