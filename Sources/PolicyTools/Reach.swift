import VaultModel
package import VaultPolicy

/// What a purpose permits by the policy's part: every combination of an actor, a leaf category, a recipient and a
/// channel, one from each list.
///
/// A combination is permitted if the policy has nothing against a request for it, with at least one of the
/// operations. The product is exact: a policy with a purpose that meets a `never` rule
/// does not load, so no rule cuts a hole into it.
package struct Reach: Hashable, Sendable {
  /// One of the four lists.
  package enum Dimension: Int, Hashable, Sendable, CaseIterable {
    case actor
    case category
    case recipient
    case channel
  }

  /// The name that stands for a request that names no channel; no policy can declare it.
  package static let noChannel = ""

  /// Sorted names, by the number of the dimension.
  private var lists: [[String]]

  /// The names of one dimension, sorted.
  package subscript(dimension: Dimension) -> [String] {
    get { lists[dimension.rawValue] }
    set { lists[dimension.rawValue] = newValue }
  }

  /// The reach of a purpose.
  package init(_ purpose: PurposeDefinition) {
    var recipients = purpose.recipients
    // Sharing with oneself is no request, so a purpose of `share` alone reaches others only.
    if purpose.operations.isSubset(of: .share) { recipients.removeAll { $0 == "self" } }
    // What goes to others is shared, whatever else is done with it.
    if !purpose.operations.contains(.share) { recipients.removeAll { $0 != "self" } }
    // A purpose with channels wants one named, a purpose without any wants none.
    lists = [
      purpose.actors, purpose.categories, recipients,
      purpose.channels.isEmpty ? [Self.noChannel] : purpose.channels,
    ]
  }

  /// How many combinations there are.
  package var count: Int { lists.reduce(1) { $0 * $1.count } }

  package var isEmpty: Bool { lists.contains(where: \.isEmpty) }

  /// A part of a reach that another lacks.
  package struct Part: Hashable, Sendable {
    /// The dimension in which the other lacks names.
    package let dimension: Dimension
    /// The names that the other lacks, and in the other dimensions what belongs to them.
    package let reach: Reach
  }

  /// The combinations that are here and not in `other`: parts that do not overlap, at most one for each dimension.
  ///
  /// What is in both is a product too, so the rest falls apart into: the actors that the other lacks, with
  /// everything; the actors of both, with the categories that the other lacks; and so on.
  package func subtracting(_ other: Reach) -> [Part] {
    var parts: [Part] = []
    var rest = self
    for dimension in Dimension.allCases {
      let theirs = Set(other[dimension])
      var part = rest
      part[dimension] = rest[dimension].filter { !theirs.contains($0) }
      if !part.isEmpty { parts.append(Part(dimension: dimension, reach: part)) }
      rest[dimension] = rest[dimension].filter(theirs.contains)
      if rest.isEmpty { break }
    }
    return parts
  }
}
