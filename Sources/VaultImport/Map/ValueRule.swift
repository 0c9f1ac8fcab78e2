package import VaultModel

/// How a row's values of one category are made.
package struct ValueRule: Hashable, Sendable {
  /// Which cells they come from.
  package enum Source: Hashable, Sendable {
    /// One cell; with `split`, one value for each piece between the separators.
    case column(ColumnReference, split: String?)
    /// The cells of several columns that are not blank, with `separator` in between.
    case joined([ColumnReference], separator: String)
  }

  /// The category, a leaf of the policy's tree.
  package let category: String
  /// The cells.
  package let source: Source
  /// Where the values came from; nil means ``ImportMap/origin``.
  package let origin: Origin?

  package init(category: String, source: Source, origin: Origin? = nil) {
    self.category = category
    self.source = source
    self.origin = origin
  }
}
