package import VaultModel

/// The origins of the values that are stored in each category.
///
/// A short list in the order of the numbers: looking into it hashes nothing and allocates nothing.
package struct StoredOrigins: Sendable, ExpressibleByDictionaryLiteral {
  private typealias Entry = (category: CategoryNumber, origins: NumberSet<OriginKind>)

  // The first lies here and not in the list: most questions are about one category.
  private var first: Entry?
  private var more: [Entry] = []

  package init(dictionaryLiteral elements: (CategoryNumber, NumberSet<OriginKind>)...) {
    for (category, origins) in elements { self[category] = origins }
  }

  /// The origins of one category; none if nothing of it is stored.
  package subscript(category: CategoryNumber) -> NumberSet<OriginKind> {
    get {
      guard let first else { return [] }
      if first.category == category { return first.origins }
      let place = place(of: category)
      return place < more.count && more[place].category == category ? more[place].origins : []
    }
    set {
      guard let known = first, known.category != category else {
        first = (category, newValue)
        return
      }
      if category < known.category {
        more.insert(known, at: 0)
        first = (category, newValue)
        return
      }
      let place = place(of: category)
      if place < more.count && more[place].category == category {
        more[place].origins = newValue
      } else {
        more.insert((category, newValue), at: place)
      }
    }
  }

  /// Where the category stands behind the first, or would stand.
  private func place(of category: CategoryNumber) -> Int {
    var (low, high) = (0, more.count)
    while low < high {
      let middle = (low + high) / 2
      if more[middle].category < category { low = middle + 1 } else { high = middle }
    }
    return low
  }
}
