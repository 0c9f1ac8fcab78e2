import VaultModel
import VaultPolicy

/// What the "no" of a subject does to the records, as a vault does it.
extension Trial {
  /// The denials of a test, and the permissions that they leave.
  ///
  /// A refusal of a purpose with a live consent is a withdrawal; one of a purpose without any record is
  /// a record of its own; a consent that is left nothing is closed.
  func denials(
    _ denials: [TestDenial], against permissions: inout [Permission]
  ) -> [Denial] {
    var made: [Denial] = []
    for (index, denial) in denials.sorted(by: { $0.time < $1.time }).enumerated() {
      let node = denial.purpose.flatMap(compiled.purposeNode)
      let scope = Denial.Scope(
        purpose: node,
        categories: numbers(denial, .categories) { compiled.registry.number($0) },
        channels: numbers(denial, .channels, compiled.channel),
        recipients: numbers(denial, .recipients, compiled.recipient))
      var word = denial.word
      if word == .refused, let terms = denial.purpose.flatMap(terms(named:)) {
        let isLive = permissions.contains {
          $0.kind == .consent && $0.purpose == terms.number && $0.isOpen(at: denial.time)
        }
        if isLive {
          word = .withdrawn
        } else if terms.basis == .consent, denial.scope.isEmpty,
          !permissions.contains(where: { $0.purpose == terms.number && $0.state == .refused })
        {
          permissions.append(refusal(terms, at: denial.time, order: permissions.count + 1))
        }
      }
      made.append(
        Denial(
          id: Identifier(high: 1, low: UInt64(index)), word: word, scope: scope,
          eventTime: denial.time, recordedTime: denial.time))
      for index in permissions.indices
      where word == .withdrawn && !permissions[index].state.isFinal
        && compiled.isLeftWithNothing(permissions[index], by: made)
      {
        permissions[index].state = .withdrawn
        permissions[index].changedTime = denial.time
      }
    }
    return made
  }

  private func refusal(_ terms: CompiledPurpose, at time: Timestamp, order: Int) -> Permission {
    Permission(
      id: Identifier(high: 0, low: UInt64(order)), kind: .consent, purpose: terms.number,
      scope: Scope(categories: terms.categories), from: time, until: time, state: .refused,
      retention: .zero, eventTime: time, recordedTime: time, changedTime: time,
      sequence: UInt64(order))
  }

  private func numbers<Kind>(
    _ denial: TestDenial, _ dimension: TestDimension, _ find: (String) -> Number<Kind>?
  ) -> NumberSet<Kind>? {
    denial.scope[dimension].map { NumberSet($0.compactMap(find)) }
  }
}
