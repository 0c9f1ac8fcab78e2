/// Which version of which value a leaf is about; never the value.
package struct LeafValue: Hashable, Sendable {
  /// The leaf category, by name.
  package var category: String
  /// The key within the category.
  package var key: String
  /// The version that was written, read or erased.
  package var version: UInt32

  /// Puts the parts together.
  package init(category: String, key: String, version: UInt32) {
    self.category = category
    self.key = key
    self.version = version
  }
}
