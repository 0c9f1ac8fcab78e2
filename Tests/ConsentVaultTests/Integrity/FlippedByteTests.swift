import ConsentVault
import ConsentVaultTesting
import FoundationEssentials
import Testing

/// Every column of every table, edited by one byte: a read gives what it gave before, or fails.
@Suite struct FlippedByteTests {
  /// What the vault says about both customers: verdicts, released texts, or codes of failures.
  private func panel(_ vault: Vault, _ world: World) async -> [String] {
    var answers: [String] = []
    for id in [world.anna, world.ben] {
      for request in [Request.styling, .sizes, .newsletter] {
        do throws(VaultError) {
          let decision = try vault.check(id, request)
          answers.append(decision.verdict.rawValue)
        } catch { answers.append(error.code) }
        do throws(VaultError) {
          let texts = try await vault.texts(id, request)
          answers.append(texts.map { "\($0.sorted { $0.key < $1.key })" } ?? "deny")
        } catch { answers.append(error.code) }
      }
    }
    return answers
  }

  /// A world in which something is permitted, withdrawn, restricted by a cap, due and counted.
  private func prepared() async throws -> World {
    let world = try await World()
    for id in [world.anna, world.ben] {
      _ = try await world.vault.grant(id, .webForm("marketing.newsletter"))
      _ = try await world.vault.put(
        id, [NewValue(category: "contact.email", bytes: Array("a@example.com".utf8))])
    }
    // Ben has had his newsletter this week, and takes the recommendations back.
    _ = try await world.vault.texts(world.ben, .newsletter)
    _ = try await world.vault.withdraw(world.ben, purpose: "personalise.recommendations")
    _ = try await world.vault.history(of: world.anna)
    try world.vault.close()
    return world
  }

  private static let tables = [
    "subject", "permission", "value", "due", "policy", "registry", "notice", "bundle", "frontier",
    "tile", "history",
  ]

  @Test(arguments: tables)
  func aFlippedByteNeverPermits(_ table: String) async throws {
    let world = try await prepared()
    let source = try world.test.raw()
    let columns = try source.run("SELECT name FROM pragma_table_info('\(table)')").compactMap {
      if case .text(let name) = $0[0] { name } else { nil }
    }
    let before = await panel(try VaultCopy(of: world.test).open(), world)
    #expect(before.contains("permit") && before.contains("deny"))
    let list = columns.joined(separator: ",")
    let rows = try source.run("SELECT \(list) FROM \(table)")
    for row in rows.prefix(2) + rows.suffix(1) {
      for (index, column) in columns.enumerated() {
        for flipped in Self.flips(row[index]) {
          let copy = try VaultCopy(of: world.test)
          let place = columns.map { "\($0) IS ?" }.joined(separator: " AND ")
          let raw = try copy.raw()
          let edited = try? raw.run(
            "UPDATE \(table) SET \(column)=? WHERE \(place)", all: [flipped] + row)
          guard edited != nil, raw.changes == 1 else { continue }
          await compare(copy, world, with: before, "\(table).\(column)")
        }
      }
    }
  }

  private func compare(
    _ copy: VaultCopy, _ world: World, with before: [String], _ place: String
  ) async {
    do throws(VaultError) {
      let after = await panel(try copy.open(), world)
      for (old, new) in zip(before, after) where old != new {
        // Anything but what was released before is a failure that says what it is, or a denial; or
        // nothing at all, where a value's row was moved away from its subject or category.
        let failures = ["INTEGRITY", "deny", "DATABASE_DAMAGED", "[]"]
        #expect(failures.contains(new), "\(place): \(old) became \(new)")
      }
    } catch {
      #expect(error.kind == .integrity, "\(place): \(error.code)")
    }
  }

  /// The cell with one byte changed, at its ends and in its middle.
  private static func flips(_ cell: RawDatabase.Cell) -> [RawDatabase.Cell] {
    switch cell {
    case .null: return [.integer(1), .blob([1])]
    case .integer(let number): return [.integer(number + 1), .integer(number &- 1)]
    case .text(let text):
      guard !text.isEmpty else { return [.text("x")] }
      let bytes = Array(text.utf8)
      return Set([0, bytes.count / 2]).map { place in
        var bytes = bytes
        bytes[place] ^= 1
        return .text(String(decoding: bytes, as: UTF8.self))
      }
    case .blob(let bytes):
      guard !bytes.isEmpty else { return [.blob([1])] }
      return Set([0, bytes.count - 1]).map { place in
        var bytes = bytes
        bytes[place] ^= 1
        return .blob(bytes)
      }
    }
  }
}
