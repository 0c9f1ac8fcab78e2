/// The most that an input may ask of memory.
///
/// All are checked before anything is allocated for it.
package enum ImportLimits {
  /// The longest cell, in bytes of its decoded text: 1 MiB.
  package static let cell = 1 << 20
  /// The longest row, in bytes as written, line end not counted: 4 MiB.
  package static let row = 1 << 22
  /// The most columns of a header, keys of an object, elements of a list or pieces of a split cell.
  package static let columns = 4096
  /// How many bytes one read(2) asks for: 64 KiB.
  package static let chunk = 1 << 16
}
