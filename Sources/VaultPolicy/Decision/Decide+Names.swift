import VaultModel

extension CompiledPolicy {
  /// Decides a request whose names were looked up, and gathers what was decided about each category.
  package func decide(_ request: ResolvedRequest, _ facts: Facts) -> Outcome {
    guard let typed = request.typed else {
      // Without a purpose only these names are told, so that others cannot be probed.
      let told = request.reasons.intersection([.actorUnknown, .purposeUnknown, .purposeIsGroup])
      return Outcome(
        isPermit: false, reasons: request.reasons, told: told, nevers: [], categories: [])
    }
    var categories: [Outcome.Category] = []
    categories.reserveCapacity(request.categories.count)
    var released = ReleasedOrigins()
    let verdict = decide(typed, over: request.categories, facts) { answer in
      if let origin = answer.origin, let permission = answer.permission {
        released.append(origin, permission)
        return
      }
      categories.append(
        Outcome.Category(
          number: answer.category, permission: answer.permission, released: released,
          reasons: answer.reasons))
      released = ReleasedOrigins()
    }
    var nevers = categories.isEmpty ? self.nevers(against: typed, nil) : []
    for index in categories.indices where categories[index].reasons.contains(.never) {
      let ids = self.nevers(against: typed, categories[index].number)
      categories[index].nevers = ids
      for id in ids where !nevers.contains(id) { nevers.append(id) }
    }
    return Outcome(
      isPermit: verdict.isPermit, reasons: verdict.reasons, told: verdict.told, nevers: nevers,
      categories: categories)
  }
}
