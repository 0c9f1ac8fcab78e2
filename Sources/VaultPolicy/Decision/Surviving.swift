package import VaultModel

extension CompiledPolicy {
  /// The categories of a permission that outlive the erasure of its subject: those of a live ground on a
  /// basis that erasure does not end (``Basis/outlivesErasure``), as far as no denial stops it.
  ///
  /// A ground of a purpose that the policy does not know any more outlives nothing: nobody can say what
  /// it rests on. One that today's policy finds too long still holds its data, as in a sweep.
  package func surviving(
    _ permission: Permission, deniedBy denials: [Denial], at time: Timestamp
  ) -> NumberSet<CategoryKind> {
    var surviving = NumberSet<CategoryKind>()
    for category in permission.scope.categories.numbers
    where outlivesErasure(permission, Point(category: category), denials, time) {
      surviving.insert(category)
    }
    return surviving
  }

  /// Whether a stored value outlives the erasure of its subject by this permission.
  package func outlivesErasure(
    _ category: CategoryNumber, from origin: OriginNumber, by permission: Permission,
    deniedBy denials: [Denial], at time: Timestamp
  ) -> Bool {
    outlivesErasure(permission, Point(category: category, origin: origin), denials, time)
  }

  private func outlivesErasure(
    _ permission: Permission, _ point: Point, _ denials: [Denial], _ time: Timestamp
  ) -> Bool {
    guard let terms = terms(permission.purpose), terms.basis.outlivesErasure else { return false }
    let standing = Standing(permissions: [permission], denials: denials, time: time)
    return coverage(of: point, for: terms, in: standing, longest: .unlimited).isCovered
  }

  /// The denials that narrow a ground which outlives its subject, so that it opens no more than before.
  package func denials(_ denials: [Denial], against permission: Permission) -> [Denial] {
    guard let terms = terms(permission.purpose), terms.basis.yieldsToDenial else { return [] }
    return denials.filter { $0.scope.purpose.map(terms.lineage.contains) ?? true }
  }
}
