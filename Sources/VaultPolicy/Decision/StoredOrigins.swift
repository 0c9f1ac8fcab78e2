package import VaultModel

/// The origins of the values that are stored in each category.
///
/// A short list in the order of the numbers: looking into it hashes nothing and allocates nothing.
package struct StoredOrigins: Sendable, ExpressibleByDictionaryLiteral {
  private var entries: [(category: CategoryNumber, origins: NumberSet<OriginKind>)] = []

  package init(dictionaryLiteral elements: (CategoryNumber, NumberSet<OriginKind>)...) {
    for (category, origins) in elements { self[category] = origins }
  }

  /// The origins of one category; none if nothing of it is stored.
  package subscript(category: CategoryNumber) -> NumberSet<OriginKind> {
    get {
      let place = place(of: category)
      return place < entries.count && entries[place].category == category
        ? entries[place].origins : []
    }
    set {
      let place = place(of: category)
      if place < entries.count && entries[place].category == category {
        entries[place].origins = newValue
      } else {
        entries.insert((category, newValue), at: place)
      }
    }
  }

  /// Where the category stands or would stand.
  private func place(of category: CategoryNumber) -> Int {
    var (low, high) = (0, entries.count)
    while low < high {
      let middle = (low + high) / 2
      if entries[middle].category < category { low = middle + 1 } else { high = middle }
    }
    return low
  }
}
