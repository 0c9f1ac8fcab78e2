/// Text as a terminal may have it: what others wrote into a vault must not move the cursor, hide
/// itself or turn the direction of what follows (Unicode TR 36).
enum SafeText {
  /// One line: every control, line break and disguise becomes U+FFFD.
  static func line(_ text: String) -> String {
    guard !text.unicodeScalars.allSatisfy(isHarmless) else { return text }
    var safe = ""
    for scalar in text.unicodeScalars {
      safe.unicodeScalars.append(isHarmless(scalar) ? scalar : "\u{FFFD}")
    }
    return safe
  }

  private static func isHarmless(_ scalar: Unicode.Scalar) -> Bool {
    if scalar.isASCII { return scalar.value >= 32 && scalar.value != 127 }
    switch scalar.properties.generalCategory {
    case .control, .lineSeparator, .paragraphSeparator, .surrogate, .unassigned, .privateUse:
      return false
    case .format:
      // Joiners belong to letters and emoji; other invisible marks can disguise a text.
      return scalar == "\u{200C}" || scalar == "\u{200D}"
    default: return true
    }
  }
}
