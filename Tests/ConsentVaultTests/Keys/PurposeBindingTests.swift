import ConsentVaultTesting
import Testing
import VaultCrypto
import VaultModel
import VaultPolicy
import VaultStore

@testable import ConsentVault

/// What somebody opens who has one purpose's key file and the whole database, and asks nobody: the keys hold,
/// not the checker.
@Suite struct PurposeBindingTests {
  private let world: World
  private let holder: KeyChain
  private let registry: Registry
  private let subjects: [StoredSubject]
  private let permissions: [PermissionRow]
  private let values: [(subject: Identifier, row: ValueRow)]

  private static let purpose = "marketing.newsletter"

  init() async throws {
    world = try await World()
    // Anna gets the newsletter, Ben does not.
    _ = try await world.vault.grant(world.anna, .webForm(Self.purpose))
    for (id, text) in [(world.anna, "anna@example.org"), (world.ben, "ben@example.org")] {
      if id == world.ben { _ = try await world.vault.grant(id, .webForm("feedback.survey")) }
      _ = try? await world.vault.put(
        id, [NewValue(category: "contact.email", bytes: Array(text.utf8))])
    }
    _ = try await world.vault.put(
      world.anna, [NewValue(category: "behaviour.web", bytes: Array("page".utf8))])
    let path = world.test.folder + "/newsletter.key"
    _ = try await world.vault.issueKey(for: [Self.purpose], to: path)
    holder = try Keyring.read(world.test.path + "/keyring")
      .unlock(with: .keyFile(try KeyFile.read(path)))
    let vault = world.vault
    let read = try vault.store.read { snapshot in
      let registry = try snapshot.registry()
      let subjects = try snapshot.subjects(after: nil, limit: 100)
      return (
        registry, subjects,
        try subjects.flatMap { try snapshot.permissions(of: $0, registry: registry) },
        try subjects.flatMap { subject in
          try snapshot.values(of: subject.id).map { (subject.id, $0) }
        }
      )
    }
    (registry, subjects, permissions, values) = read
  }

  /// The category keys of every envelope that the holder opens, by the subject.
  private func opened() throws -> [(subject: Identifier, keys: [CategoryKey])] {
    var found: [(subject: Identifier, keys: [CategoryKey])] = []
    for row in permissions {
      guard let sealed = row.envelope else { continue }
      let canonical = try row.canonical(vault: holder.vault, registry: registry)
      for name in registry.names(.purpose) {
        guard
          let envelope = try? holder.openEnvelope(sealed, purpose: name, row: canonical)
        else { continue }
        #expect(registry.name(row.permission.purpose) == Self.purpose)
        found.append((row.subject, envelope.categories.compactMap { envelope.key(for: $0) }))
      }
    }
    return found
  }

  @Test func itReadsNewsletterDataThroughTheDoor() async throws {
    let path = world.test.folder + "/newsletter.key"
    let vault = try world.test.open(unlockedBy: .keyFile(path))
    let request = Request(
      actor: "campaign-engine", purpose: Self.purpose, categories: ["contact.email"],
      channel: "email")
    #expect(try vault.check(world.anna, request).verdict == .permit)
    #expect(
      try await vault.texts(world.anna, request) == ["contact.email": "anna@example.org"])
    #expect(try vault.check(world.ben, request).verdict == .deny)
  }

  @Test func itOpensTheEnvelopesOfItsPurposeAndNoOther() throws {
    let anna = try #require(subjects.first { $0.tag == (try? holder.tag(of: world.anna)) })
    #expect(try opened().map(\.subject) == [anna.id])
    #expect(permissions.count { $0.envelope != nil } > 4)
  }

  @Test func itOpensTheValuesInsideThatEnvelopeAndNoOther() throws {
    var inside: Set<String> = []
    for (owner, keys) in try opened() {
      for (subject, row) in values {
        guard let place = ValuePlace(row, of: subject, holder.vault, registry) else { continue }
        for key in keys {
          guard (try? key.open(row.sealed, at: place)) != nil else { continue }
          #expect(owner == subject)
          inside.insert(place.category)
        }
      }
    }
    #expect(inside == ["contact.email", "preference.size", "preference.style"])
    #expect(values.count > 4)
  }

  @Test func itUnwrapsNoSubjectsKey() throws {
    for subject in subjects {
      let wrapped = try #require(subject.wrapped)
      #expect(throws: CryptoError.needsOwner) {
        _ = try holder.unwrapSubjectKey(wrapped, for: subject.id)
      }
      #expect(throws: CryptoError.needsOwner) {
        _ = try holder.rewrapSubjectKey(wrapped, for: subject.id)
      }
    }
  }

  @Test func itMakesNoKeyringAndSignsNothing() throws {
    let keyring = try Keyring.read(world.test.path + "/keyring")
    #expect(throws: CryptoError.needsOwner) { _ = try keyring.rotating(.wrap, chain: holder) }
    #expect(throws: CryptoError.needsOwner) { _ = try keyring.endingRewrap(chain: holder) }
    #expect(throws: CryptoError.needsOwner) { _ = try keyring.rotatingLogKey(chain: holder) }
    #expect(throws: CryptoError.needsOwner) { _ = try holder.sign([1]) }
  }
}
