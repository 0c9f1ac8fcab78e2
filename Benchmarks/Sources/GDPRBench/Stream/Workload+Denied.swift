// What must be denied.
extension Workload {
  mutating func denied(_ draft: Mix.Draft, _ mix: Mix) -> Step {
    switch draft {
    case .create, .updateValue:
      if draft == .create, chance(0.3), let subject = oracle.erased.randomElement(using: &random) {
        let record = oracle.next(
          Record.Key(
            subject: subject, category: Int.random(in: 0..<Population.categories, using: &random)))
        return Step(.create(record), .denied)
      }
      // Withdrawn, over, or covered by no consent.
      let all: UInt32 = 1 << UInt32(Population.categories) - 1
      let subject = subject(mix) { !$0.isErased && $0.coveredByLive != all }
      let category = one(of: all & ~oracle.people[subject].coveredByLive)
      let record = oracle.next(Record.Key(subject: subject, category: category))
      return Step(draft == .create ? .create(record) : .update(record), .denied)
    case .updateMetadata, .choose:
      let subject = subject(mix) { $0.consents.contains(where: \.isWithdrawn) }
      let withdrawn = oracle.people[subject].consents.first(where: \.isWithdrawn)
      return Step(
        .renew(subject: subject, purpose: withdrawn?.consent.purpose ?? 0, days: days()), .denied)
    case .readMetadata:
      let never = 500_000_000 + Int.random(in: 0..<1_000, using: &random)
      let subject = chance(0.5) ? never : oracle.erased.randomElement(using: &random) ?? never
      return Step(.metadata(subject: subject), .denied)
    case .proveDeletion:
      return Step(.proveDeletion(subject: subject(mix) { !$0.isErased }), .denied)
    default: return deniedRead(mix)
    }
  }

  /// Another purpose, another recipient, one who is objected to, or a consent that is over or withdrawn.
  mutating func deniedRead(_ mix: Mix) -> Step {
    switch Int.random(in: 0..<4, using: &random) {
    case 0:
      let (key, index) = readable(mix)
      let own = purpose(key.subject, index)
      let other =
        (own + Int.random(in: 1..<Population.purposes, using: &random))
        % Population.purposes
      return Step(.read(key, purpose: other, recipient: nil), .denied)
    case 1:
      let (key, index) = readable(mix)
      let consent = oracle.people[key.subject].consents[index].consent
      let other =
        (consent.recipient + Int.random(in: 1..<Population.recipients, using: &random))
        % Population.recipients
      return Step(.read(key, purpose: consent.purpose, recipient: other), .denied)
    case 2:
      // Of few subjects nobody may object any more.
      guard let subject = anySubject(mix, { $0.objection != nil }),
        let consent = oracle.people[subject].objection
      else { return deniedRead(mix) }
      let key = Record.Key(
        subject: subject,
        category: one(of: consent.categories & oracle.people[subject].records))
      return Step(
        .read(key, purpose: consent.purpose, recipient: consent.recipient), .denied)
    default:
      let subject = subject(mix) { $0.consents.contains { !$0.isLive } }
      guard let over = oracle.people[subject].consents.first(where: { !$0.isLive }) else {
        preconditionFailure("no consent is over")
      }
      let key = Record.Key(subject: subject, category: one(of: over.consent.categories))
      return Step(.read(key, purpose: over.consent.purpose, recipient: nil), .denied)
    }
  }
}
