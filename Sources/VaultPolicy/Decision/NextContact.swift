package import VaultModel

extension CompiledPurpose {
  /// The first instant, `time` or later, at which the contact rules let the purpose contact somebody; nil
  /// if it never comes, as where the machine has no data for the zone of the quiet hours.
  ///
  /// It says nothing of permissions. `contacts` are those that may still count against the cap, in any
  /// order; none is made meanwhile.
  package func nextContact(after contacts: [Timestamp], from time: Timestamp) -> Timestamp? {
    // A cap only ever opens while nobody is contacted, so what is first after it is first of all.
    guard let open = capOpening(after: contacts, from: time) else { return nil }
    guard let quiet else { return open }
    guard let window = quiet.window, let zone = quiet.zone else { return nil }
    return window.next(quiet: false, from: open, in: zone)
  }

  /// The first instant, `time` or later, at which it is quiet; nil if it never is.
  package func nextQuiet(from time: Timestamp) -> Timestamp? {
    guard let quiet else { return nil }
    guard let window = quiet.window, let zone = quiet.zone else { return time }
    return window.next(quiet: true, from: time, in: zone)
  }

  /// When the cap has room: as soon as fewer than its number of contacts still count.
  private func capOpening(after contacts: [Timestamp], from time: Timestamp) -> Timestamp? {
    guard let cap = definition.contact?.atMost else { return time }
    let span = definition.contact?.per ?? .unlimited
    let ends = contacts.compactMap { $0.advanced(by: span) }.sorted(by: >)
    // A sum past the last instant never ends, so it takes its place of the cap for good.
    let room = cap - (contacts.count - ends.count)
    guard room > 0 else { return nil }
    return ends.count < room ? time : max(ends[room - 1], time)
  }
}
