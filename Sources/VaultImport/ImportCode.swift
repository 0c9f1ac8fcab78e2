/// The stable code of anything that an import refuses; append-only, shown to people and programs.
package enum ImportCode: String, Hashable, Sendable, CaseIterable {
  // The input as a whole: the import stops.
  case inputUnreadable = "INPUT_UNREADABLE"
  case inputNotAFile = "INPUT_NOT_A_FILE"
  case inputChanged = "INPUT_CHANGED"
  case headerMissing = "HEADER_MISSING"
  case headerInvalid = "HEADER_INVALID"
  case headerNameEmpty = "HEADER_NAME_EMPTY"
  case headerNameTwice = "HEADER_NAME_TWICE"
  case columnsTooMany = "COLUMNS_TOO_MANY"
  case quoteInCell = "QUOTE_IN_CELL"
  case quoteTrailingText = "QUOTE_TRAILING_TEXT"
  case quoteUnterminated = "QUOTE_UNTERMINATED"
  case lineEndInvalid = "LINE_END_INVALID"
  case rejectsExist = "REJECTS_EXIST"
  case rejectsUnwritable = "REJECTS_UNWRITABLE"

  // One row as written: the row is rejected, the rest goes on.
  case columnCount = "COLUMN_COUNT"
  case cellTooLong = "CELL_TOO_LONG"
  case rowTooLong = "ROW_TOO_LONG"
  case utf8Invalid = "UTF8_INVALID"
  case nulByte = "NUL_BYTE"
  case jsonInvalid = "JSON_INVALID"
  case jsonNotAnObject = "JSON_NOT_AN_OBJECT"
  case jsonNested = "JSON_NESTED"
  case jsonKeyTwice = "JSON_KEY_TWICE"

  // One row against the map: the row is rejected, the rest goes on.
  case columnMissing = "COLUMN_MISSING"
  case subjectEmpty = "SUBJECT_EMPTY"
  case subjectInvalid = "SUBJECT_INVALID"
  case whenUnknown = "WHEN_UNKNOWN"
  case capturedAtMissing = "CAPTURED_AT_MISSING"
  case startMissing = "START_MISSING"
  case endMissing = "END_MISSING"
  case endNotAfterStart = "END_NOT_AFTER_START"
  case timeInvalid = "TIME_INVALID"
  case listNotAllowed = "LIST_NOT_ALLOWED"
  case valueTooLong = "VALUE_TOO_LONG"
  case valuesTooMany = "VALUES_TOO_MANY"

  // The map: nothing is imported.
  case columnUnknown = "COLUMN_UNKNOWN"
  case mapInvalid = "MAP_INVALID"
}
