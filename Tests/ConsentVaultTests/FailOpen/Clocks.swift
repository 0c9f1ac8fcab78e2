import ConsentVault
import ConsentVaultTesting
import VaultPolicy

extension Damage {
  /// The machine's clock, which shows anything.
  static let clocks = Kind(
    name: "clocks",
    cases: [
      clock("a clock six seconds behind") { $0.turnBack(by: .seconds(6)) },
      clock("a clock an hour behind") { $0.turnBack(by: .seconds(3600)) },
      clock("a clock a thousand days behind") { $0.turnBack(by: .days(1000)) },
      clock("a clock at the first instant") { $0.set(to: .earliest) },
      clock("a clock at the last instant") { $0.set(to: .latest) },
      clock("a clock a thousand days ahead") { $0.advance(by: .days(1000)) },
      clock("a clock at the end of the consent") { $0.advance(by: .days(365)) },
      clock("a clock that was ahead, and is back") { clock in
        clock.advance(by: .days(300))
      } then: {
        _ = try await $0.open().withdraw($0.sound.world.ben, purpose: "service")
        $0.clock.turnBack(by: .days(300))
      },
      clock("a clock in the quiet hours", .newsletter, through: [.check]) {
        $0.advance(by: .seconds(12 * 3600))
      },
      clock("a clock in the quiet hours of before", .newsletter, through: [.check]) {
        $0.advance(by: .seconds(20 * 3600))
      },
      Damage("a zone that the machine does not know", .newsletter, through: [.check]) { copy in
        _ = try await copy.open().loadPolicy(RetailVault.policy().source.inZone("Mars/Olympus"))
      },
    ])

  private static func clock(
    _ name: String, _ request: Request = .styling, through doors: [Door] = Door.allCases,
    _ move: @escaping @Sendable (SteppableClock) -> Void,
    then: @escaping @Sendable (SoundVault.Copy) async throws -> Void = { _ in }
  ) -> Damage {
    Damage(name, request, through: doors) { copy in
      move(copy.clock)
      try await then(copy)
    }
  }
}

extension PolicySource {
  /// The next version, whose quiet hours are in another zone.
  fileprivate func inZone(_ zone: String) throws -> PolicySource {
    var policy = policy
    policy.version = PolicyVersion("2099.1") ?? policy.version
    for index in policy.purposes.indices { policy.purposes[index].contact?.quiet?.zone = zone }
    return PolicySource(
      policy: policy, places: places, sourceText: policy.canonicalJSON(), notices: notices)
  }
}
