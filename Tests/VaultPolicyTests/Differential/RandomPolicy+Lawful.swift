import VaultModel
import VaultPolicy

extension RandomPolicy {
  /// A policy that a vault would load: one of ``make()`` without what the reader refuses.
  ///
  /// Some purposes of the older days are gone, so that records of purposes that nobody declares any
  /// more are met too.
  mutating func makeLawful() throws -> Policy {
    var policy = try make()
    policy.purposes.removeAll { _ in random.oneIn(8) }
    if policy.purposes.isEmpty { policy = try make() }
    let special = Set(policy.categories.filter { $0.sensitivity == .special }.map(\.name))
    for index in policy.purposes.indices {
      var purpose = policy.purposes[index]
      if purpose.basis == .consent {
        purpose.article9 = nil
      } else if !special.isDisjoint(with: purpose.categories) {
        purpose.article9 = "9(2)(b)"
      }
      if purpose.basis == .legalObligation { purpose.citation = "the law" }
      if purpose.contact == ContactRule() { purpose.contact = nil }
      purpose.origins = Self.origins.compactMap { Origin($0) }.filter(purpose.origins.contains)
      policy.purposes[index] = purpose
    }
    policy.categories = policy.categories.map { category in
      var category = category
      if category.isLeaf { category.title = category.name }
      return category
    }
    policy.never = policy.never.filter { rule in
      var one = policy
      one.never = [rule]
      return PolicyCheck.problems(in: one, places: PolicyPlaces(file: "policy.yaml")).isEmpty
    }
    return policy
  }
}
