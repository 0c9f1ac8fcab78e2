import ConsentVault
import ConsentVaultTesting
import FoundationEssentials
import Testing

/// What is planted in a vault is searched for in every byte of its files.
@Suite struct CanaryTests {
  private static let planted = [
    "canary-customer-7f3a9c", "canary-value-51d20e", "canary-style-9b44", "canary-guardian-0a6f",
    "canary-reference-c3d8", "canary-reason-77e1", "canary-finding-42aa",
    "canary.address@example.com",
  ]

  /// A vault through which all of it has gone.
  private func used() async throws -> TestVault {
    let test = try RetailVault.make()
    let customer = subject(Self.planted[0])
    var grant = Grant.webForm("marketing.styling")
    grant.giver = .guardian(Self.planted[3])
    let consent = try await test.vault.grant(customer, grant)
    _ = try await test.vault.grant(customer, .webForm("marketing.newsletter"))
    _ = try await test.vault.openGround(
      customer,
      Ground(purpose: "service.returns", reference: Self.planted[4], end: .after(.days(30))))
    _ = try await test.vault.put(
      customer,
      [
        NewValue(category: "preference.size", bytes: Array(Self.planted[1].utf8)),
        NewValue(category: "preference.style", bytes: Array(Self.planted[2].utf8)),
        NewValue(category: "contact.email", bytes: Array(Self.planted[7].utf8)),
      ])
    _ = try await test.vault.access(customer, .styling)
    _ = try await test.vault.access(customer, .sizes)
    _ = try await test.vault.access(customer, .newsletter)
    _ = try await test.vault.invalidate(consent.id, finding: Self.planted[6])
    _ = try await test.vault.revoke(customer, purpose: nil, reason: Self.planted[5])
    _ = try await test.vault.history(of: customer)
    return test
  }

  private func spellings(of text: String) -> [[UInt8]] {
    let bytes = Array(text.utf8)
    let digits = bytes.map { byte in
      let text = String(byte, radix: 16)
      return text.count == 1 ? "0" + text : text
    }.joined()
    let wide: [UInt8] = bytes.flatMap { [$0, 0] as [UInt8] }
    // Without its last group, base64 does not depend on what follows.
    let base64 = Data(bytes.prefix(bytes.count / 3 * 3)).base64EncodedString()
    return [bytes, wide, Array(digits.utf8), Array(digits.uppercased().utf8), Array(base64.utf8)]
  }

  /// The files of the vault that hold `text` in some spelling.
  private func files(holding text: String, in test: TestVault) throws -> [String] {
    let manager = FileManager.default
    return try manager.contentsOfDirectory(atPath: test.path).filter { name in
      let data = try Data(contentsOf: URL(filePath: "\(test.path)/\(name)"))
      return spellings(of: text).contains { data.firstRange(of: Data($0)) != nil }
    }
  }

  @Test func nothingAboutAPersonStandsInAnyFile() async throws {
    let test = try await used()
    for text in Self.planted { #expect(try files(holding: text, in: test).isEmpty) }
    try test.vault.close()
    for text in Self.planted { #expect(try files(holding: text, in: test).isEmpty) }
    _ = try await test.vault.erase(subject(Self.planted[0]))
    for text in Self.planted { #expect(try files(holding: text, in: test).isEmpty) }
  }

  @Test func whatAVaultIsAboutStandsInNoFile() async throws {
    let test = try await used()
    let words = ["marketing.newsletter", "preference", "CREATE TABLE", "SQLite", "newsletter"]
    for word in words { #expect(try files(holding: word, in: test).isEmpty) }
    // Behind the seal they are there, so the search would have found them before it.
    let pages = try UnsealedPages(of: test).bytes
    for word in words.dropLast(2) {
      #expect(pages.contains { $0.firstRange(of: Data(word.utf8)) != nil })
    }
  }

  @Test func theSearchFindsWhatIsThere() async throws {
    let test = try await used()
    let folder = "\(test.path)/planted"
    for bytes in spellings(of: Self.planted[1]) {
      try Data([1, 2, 3] + bytes + [4]).write(to: URL(filePath: folder))
      #expect(try files(holding: Self.planted[1], in: test) == ["planted"])
    }
  }

  @Test func afterErasureNoKeyOfTheSubjectIsLeftInTheFiles() async throws {
    let world = try await World()
    let raw = try world.test.raw()
    let columns = ["wrapped", "identity", "state"]
    let rows = try raw.run("SELECT \(columns.joined(separator: ",")) FROM subject")
    let sealed =
      try raw.run("SELECT envelope FROM permission") + raw.run("SELECT sealed FROM value")
    let blobs = (rows + sealed).flatMap { $0 }.compactMap { cell -> Data? in
      if case .blob(let bytes) = cell { Data(bytes) } else { nil }
    }
    func left() throws -> Int {
      let pages = try UnsealedPages(of: world.test).bytes
      return blobs.count { blob in pages.contains { $0.firstRange(of: blob) != nil } }
    }
    #expect(blobs.count == 14)
    #expect(try left() == 14)
    _ = try await world.vault.erase(world.anna)
    #expect(try await world.vault.erase(world.anna).tier == .logical)
    // Ben's seven are still there.
    #expect(try left() == 7)
    _ = try await world.vault.erase(world.ben)
    #expect(try left() == 0)
  }
}
