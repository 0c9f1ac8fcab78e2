@_spi(_Unicode) import Swift

/// The company's own id of the person that data is about, in Unicode form NFC.
///
/// Canonically equivalent spellings are one subject. The vault never stores this text in clear:
/// it finds the subject by a keyed tag and seals the text itself as one more value.
public struct SubjectID: Hashable, Sendable {
  /// The longest id, in bytes of UTF-8 after normalisation.
  public static let longest = 512

  /// The id in NFC (UAX #15).
  public let text: String

  /// Checks and normalises an id.
  ///
  /// - Parameter text: 1 to 512 bytes of UTF-8, no control characters (so no NUL, no newline), no
  ///   leading or trailing white space.
  /// - Throws: ``InvalidName`` that says what is wrong, without repeating the id.
  public init(_ text: String) throws(InvalidName) {
    // The cap comes before normalisation: a hostile id must not make us allocate.
    guard text.utf8.count <= Self.longest * 4 else {
      throw InvalidName("the subject id is longer than \(Self.longest) bytes")
    }
    // Printable ASCII is its own NFC (UAX #15, section 14.1) and holds no control character; most ids
    // are of it, and an import asks for thousands a second.
    if Self.isPlain(text) {
      guard text.utf8.count <= Self.longest else {
        throw InvalidName("the subject id is longer than \(Self.longest) bytes")
      }
      self.text = text
      return
    }
    var normalised = ""
    // Foundation's normalisation lives in full Foundation, which the library does not link.
    for scalar in text._nfc { normalised.unicodeScalars.append(scalar) }
    guard !normalised.isEmpty else { throw InvalidName("the subject id is empty") }
    guard normalised.utf8.count <= Self.longest else {
      throw InvalidName("the subject id is longer than \(Self.longest) bytes")
    }
    for scalar in normalised.unicodeScalars {
      switch scalar.properties.generalCategory {
      case .control, .lineSeparator, .paragraphSeparator, .surrogate, .unassigned:
        throw InvalidName("the subject id holds a control character, such as a newline or NUL")
      default: continue
      }
    }
    let edges = [normalised.unicodeScalars.first, normalised.unicodeScalars.last]
    guard !edges.contains(where: { $0?.properties.isWhitespace == true }) else {
      throw InvalidName("the subject id begins or ends with white space")
    }
    self.text = normalised
  }

  /// Whether the text is one or more printable ASCII characters without a space at either end.
  private static func isPlain(_ text: String) -> Bool {
    let space = UInt8(ascii: " ")
    return !text.isEmpty && text.utf8.first != space && text.utf8.last != space
      && text.utf8.allSatisfy { (space...UInt8(ascii: "~")).contains($0) }
  }
}

/// A name that cannot be one: what is wrong with it, never the name itself.
public struct InvalidName: Error, Hashable, Sendable, CustomStringConvertible {
  /// One sentence, lower case, without personal data.
  public let description: String

  package init(_ description: String) { self.description = description }
}
