import CSQLite
import ConsentVaultTesting
import Testing
import VaultLedger

@testable import ConsentVault

/// The one way out of the guard: with a reason, and with a leaf before anything is given out.
@Suite struct DeclassificationTests {
  @Test func itGivesOutWhatWasReleasedAndLeavesALeaf() async throws {
    let paper = try await Newspaper()
    let disclosure = try paper.digestData()
    let values = try await disclosure.declassify(because: "the mail library takes text")
    #expect(values.map(\.text) == ["anna@example.com"])
    #expect(values.map(\.value.category) == ["contact.email"])
    let last = try #require(try await paper.vault.history(of: paper.anna).last)
    #expect(last.type == "value declassified" && last.actor == "newsroom")
    #expect(last.purpose == "reader.digest" && last.detail?.categories == ["contact.email"])
    #expect(last.detail?.permissions == [paper.digest] && last.detail?.channel == "email")
    #expect(last.detail?.text == "the mail library takes text")
    _ = try paper.vault.verifyLedger()
  }

  @Test func aRequestByNameIsDeclassifiedLikeAnyOther() async throws {
    let world = try await World()
    guard case .permitted(let styling) = try world.vault.accessNow(world.anna, .styling) else {
      Issue.record("it was denied")
      return
    }
    #expect(try styling.declassifyNow(because: "a label").map(\.text) == ["plain"])
    #expect(try await world.vault.history(of: world.anna).last?.type == "value declassified")
  }

  @Test func itStandsInThePersonsStatement() async throws {
    let paper = try await Newspaper()
    _ = try paper.digestData().declassifyNow(because: "a test")
    var names: [String] = []
    let export = try await paper.vault.export(paper.anna, as: .json)
    names = export.statement.events.map(\.name)
    #expect(names.contains("value declassified"))
  }

  @Test(arguments: ["", "  ", "\n"])
  func withoutAReasonNothingIsGivenOut(_ reason: String) async throws {
    let paper = try await Newspaper()
    let size = try paper.vault.statistics().ledgerSize
    let data = try paper.digestData()
    #expect(await Self.code(of: data, because: reason) == "REASON_MISSING")
    #expect(try paper.vault.statistics().ledgerSize == size + 1)
  }

  @Test func aReasonIsShortAndPrintable() async throws {
    let paper = try await Newspaper()
    let longest = String(repeating: "a", count: 256)
    #expect(await Self.code(of: try paper.digestData(), because: longest) == nil)
    #expect(await Self.code(of: try paper.digestData(), because: longest + "a") == "REASON_INVALID")
    #expect(await Self.code(of: try paper.digestData(), because: "two\nlines") == "REASON_INVALID")
    #expect(await Self.code(of: try paper.digestData(), because: "a\u{1B}[1m") == "REASON_INVALID")
  }

  @Test func nothingOfSomebodyErasedIsGivenOut() async throws {
    let paper = try await Newspaper()
    let data = try paper.digestData()
    _ = try await paper.vault.erase(paper.anna)
    #expect(await Self.code(of: data, because: "too late") == "SUBJECT_ERASED")
  }

  @Test func nothingIsGivenOutAfterANo() async throws {
    let paper = try await Newspaper()
    let data = try paper.digestData()
    _ = try await paper.vault.withdraw(paper.anna, purpose: "reader")
    let size = try paper.vault.statistics().ledgerSize
    #expect(await Self.code(of: data, because: "too late") == "CONSENT_WITHDRAWN")
    #expect(try paper.vault.statistics().ledgerSize == size)
  }

  @Test func nothingIsGivenOutAfterTheEnd() async throws {
    let paper = try await Newspaper()
    let data = try paper.digestData()
    paper.test.clock.advance(by: .days(400))
    #expect(await Self.code(of: data, because: "too late") == "CONSENT_EXPIRED")
  }

  @Test func whatOnlyAPartWasStoppedOfIsKeptWhole() async throws {
    let paper = try await Newspaper()
    let newsroom = try paper.newsroom()
    guard
      case .permitted(let data) = try newsroom.accessNow(
        paper.anna, [.contactEmail, .readingHistory], via: .email, mode: .partial)
    else {
      Issue.record("it was denied")
      return
    }
    _ = try await paper.vault.withdraw(
      paper.anna, purpose: "reader.digest", scope: ScopeNames(categories: ["contact.email"]))
    #expect(await Self.code(of: data, because: "too late") == "CONSENT_WITHDRAWN")
  }

  @Test func theContactThatItIsCountsOnce() async throws {
    let world = try await World()
    _ = try await world.vault.grant(world.anna, .webForm("marketing.newsletter"))
    _ = try await world.vault.put(
      world.anna, [NewValue(category: "contact.email", bytes: Array("a@example.com".utf8))])
    guard case .permitted(let data) = try world.vault.accessNow(world.anna, .newsletter) else {
      Issue.record("it was denied")
      return
    }
    #expect(await Self.code(of: data, because: "the one letter of the week") == nil)
  }

  @Test func whoIsReadmittedIsSomebodyNew() async throws {
    let paper = try await Newspaper()
    let data = try paper.digestData()
    _ = try await paper.vault.erase(paper.anna)
    _ = try await paper.vault.readmit(paper.anna)
    #expect(await Self.code(of: data, because: "too late") == "SUBJECT_ERASED")
  }

  @Test func noLeafMeansNoData() async throws {
    FaultyDisk.install()
    let paper = try await Newspaper()
    let data = try paper.digestData()
    let size = try paper.vault.statistics().ledgerSize
    let code = Once(data)
    _ = await FaultyDisk.failing(
      .write, of: paper.test.path, after: 0, isForGood: true, code: SQLITE_FULL
    ) {
      #expect(await code.declassified() == "DISK_FULL")
    }
    #expect(try paper.vault.statistics().ledgerSize == size)
  }

  @Test func aRehearsalGivesNothingOut() async throws {
    let paper = try await Newspaper()
    var options = Vault.Options()
    options.isRehearsal = true
    let vault = try paper.test.open(options: options)
    let newsroom = try vault.actor(.newsroom, for: Reader.Digest.self)
    guard
      case .permitted(let data) = try newsroom.accessNow(paper.anna, [.contactEmail], via: .email)
    else {
      Issue.record("it was denied")
      return
    }
    #expect(await Self.code(of: data, because: "a rehearsal") == "NOT_RELEASED")
  }

  private static func code<P>(
    of data: consuming Disclosure<P>, because reason: String
  ) async -> String? {
    do throws(VaultError) {
      _ = try await data.declassify(because: reason)
      return nil
    } catch { return error.code }
  }

  /// Holds a disclosure until a closure takes it.
  private final class Once {
    private var data: Disclosure<Reader.Digest>?

    init(_ data: consuming Disclosure<Reader.Digest>) { self.data = consume data }

    func declassified() async -> String? {
      guard let data = data.take() else { return "used twice" }
      return await DeclassificationTests.code(of: data, because: "a test")
    }
  }
}
