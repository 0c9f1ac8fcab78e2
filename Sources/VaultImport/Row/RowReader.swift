/// A stream of rows in the order of the input.
///
/// A conforming reader must give the same rows whatever the chunks are in which its bytes arrive,
/// and must throw the same error again once it has thrown.
package protocol RowReader: ~Copyable {
  /// The columns that the cells of every row are indexed by.
  var header: [String] { get }

  /// The next row, or nil at the end of the input.
  mutating func next() throws(ImportFileError) -> InputRow?
}
