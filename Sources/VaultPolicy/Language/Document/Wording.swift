/// What the user typed, in backticks, made fit for a message: cut at 64 characters, and whatever a
/// terminal could obey replaced by `?`.
package func quoted(_ text: String) -> String {
  var shown = ""
  for scalar in text.unicodeScalars.prefix(64) {
    shown.unicodeScalars.append(isPrintable(scalar) && scalar != "`" ? scalar : "?")
  }
  return text.unicodeScalars.count > 64 ? "`\(shown)…`" : "`\(shown)`"
}

/// Names in backticks with commas between them.
package func listed(_ names: some Sequence<String>) -> String {
  names.map { "`\($0)`" }.joined(separator: ", ")
}

/// Whether a scalar may stand in one line of text: no control, no line break, nothing that turns the
/// direction of the text or hides (Unicode TR 36).
func isPrintable(_ scalar: Unicode.Scalar) -> Bool {
  if scalar.isASCII { return scalar.value >= 32 && scalar.value != 127 }
  switch scalar.properties.generalCategory {
  case .control, .lineSeparator, .paragraphSeparator, .surrogate, .unassigned, .privateUse:
    return false
  case .format:
    // Joiners are letters' business in many scripts; the rest can disguise a text.
    return scalar == "\u{200C}" || scalar == "\u{200D}"
  default: return true
  }
}
