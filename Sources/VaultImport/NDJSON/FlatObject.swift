/// One flat JSON object whose keys are not known beforehand: the strict reader of NDJSON lines, for
/// values that come on their own.
package enum FlatObject {
  /// A key with its cell.
  package struct Member: Hashable, Sendable {
    package let key: String
    package let cell: Cell
  }

  /// Reads an object of strings, numbers and lists of strings.
  ///
  /// - Returns: The members in their order.
  /// - Throws: A rejection that names no content: no UTF-8, no object, a key twice, something nested.
  package static func members(of bytes: [UInt8]) throws(RowRejection) -> [Member] {
    guard String(validating: bytes, as: UTF8.self) != nil else {
      throw RowRejection(.utf8Invalid, "the text is not UTF-8")
    }
    var line = JSONLine(bytes, columns: ColumnIndex([]))
    return try line.members()
  }
}
