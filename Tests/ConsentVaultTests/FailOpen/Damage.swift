import ConsentVault
import Testing

/// Something that was done to a vault: through no door may it be asked for more than a denial afterwards.
struct Damage: Sendable {
  /// How the damaged vault comes to be asked.
  enum Asking: Sendable {
    /// By a vault that was open before.
    case open
    /// By one that is opened afterwards: what was proved once at the opening, others keep in memory.
    case reopened
    /// By one that is opened afterwards with the key file at the path that this makes.
    case holding(@Sendable (SoundVault.Copy) throws -> String)
  }

  let name: String
  let request: Request
  let doors: [Door]
  let asking: Asking
  let inflict: @Sendable (SoundVault.Copy) async throws -> Void

  init(
    _ name: String, _ request: Request = .styling, through doors: [Door] = Door.allCases,
    by asking: Asking = .open, inflict: @escaping @Sendable (SoundVault.Copy) async throws -> Void
  ) {
    self.name = name
    self.request = request
    self.doors = doors
    self.asking = asking
    self.inflict = inflict
  }

  /// A statement run by the holder of the page key.
  init(
    sql: String, _ request: Request = .styling, isLoose: Bool = false,
    through doors: [Door] = Door.allCases, by asking: Asking = .open
  ) {
    self.init(
      sql + (isLoose ? " (loosely)" : ""), request, through: doors, by: asking
    ) { try $0.run(sql, isLoose: isLoose) }
  }

  /// The SQL of bytes put together; by itself SQLite makes a text of them.
  static func bytes(_ parts: String...) -> String {
    "CAST(\(parts.joined(separator: " || ")) AS BLOB)"
  }

  /// The doors through which the damaged vault still lets the request, and those through which the sound
  /// one did not.
  func holes(in copy: SoundVault.Copy) async throws -> (damaged: [Door], sound: [Door]) {
    let anna = copy.sound.world.anna
    let vault = try copy.open()
    var sound: [Door] = []
    for door in doors where !(await door.opens(vault, to: anna, request)) { sound.append(door) }
    if case .open = asking {} else { try vault.close() }
    try await inflict(copy)
    guard let asked = try asked(vault, copy) else { return ([], sound) }
    var damaged: [Door] = []
    for door in doors where await door.opens(asked, to: anna, request) { damaged.append(door) }
    return (damaged, sound)
  }

  /// Whom the request is put to; nil if the damaged vault does not even open.
  private func asked(_ vault: Vault, _ copy: SoundVault.Copy) throws -> Vault? {
    switch asking {
    case .open: return vault
    case .reopened: return try? copy.open()
    case .holding(let key):
      let path = try key(copy)
      return try? copy.open(path)
    }
  }

  /// A kind of fact, with all that is done to facts of the kind.
  struct Kind: Sendable, CustomTestStringConvertible {
    let name: String
    let cases: [Damage]
    var testDescription: String { name }
  }

  static let kinds = [
    permissionRows, subjectRows, valueRows, policyRows, registryRows, otherRows, clocks, files,
  ]
}

/// Whatever is missing, mistyped or out of place in a vault, the guard does not permit by it.
@Suite struct DamageTests {
  @Test(arguments: Damage.kinds)
  func nothingDamagedOpensAnything(_ kind: Damage.Kind) async throws {
    let sound = try await SoundVault()
    for damage in kind.cases {
      do {
        let holes = try await damage.holes(in: sound.copy())
        #expect(holes.sound == [], "whole, it is not permitted: \(damage.name)")
        #expect(holes.damaged == [], "\(damage.name)")
      } catch { Issue.record(error, "\(damage.name)") }
    }
  }

  @Test func theBatteryIsLarge() {
    for kind in Damage.kinds { print("\(kind.cases.count) cases of \(kind.name)") }
    let names = Damage.kinds.flatMap(\.cases).map(\.name)
    #expect(names.count >= 100)
    #expect(Set(names).count == names.count)
  }
}
