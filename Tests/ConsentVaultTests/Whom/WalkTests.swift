import ConsentVault
import ConsentVaultTesting
import Testing
import VaultModel
import VaultPolicy

/// Whatever happens through the door, in whatever order, the list and the count are what asking about
/// everybody one by one says.
@Suite struct WalkTests {
  @Test(arguments: [1, 2, 3] as [UInt64])
  func whomSaysWhatTheGuardSays(_ seed: UInt64) async throws {
    var walk = try Walk(seed: seed)
    for step in 0..<80 {
      await walk.step()
      if step % 6 == 5 { try walk.compare() }
    }
    #expect(walk.listed > 0 && walk.done > 25)
  }

  private struct Walk {
    let test: TestVault
    var random: SplitMix64
    let people = (0..<6).map { subject("person-\($0)") }
    let policy: Policy
    var records: [Identifier] = []
    var listed = 0
    var done = 0

    var vault: Vault { test.vault }

    init(seed: UInt64) throws {
      random = SplitMix64(seed: seed)
      test = try RetailVault.make()
      policy = try RetailVault.policy().source.policy
    }

    /// Does something that may well be refused.
    mutating func step() async {
      let person = random.pick(people)
      let purpose = random.pick(policy.purposes)
      let node = random.pick(policy.purposes.map(\.name) + ["marketing", "service"])
      let end: Grant.End =
        random.oneIn(3) ? .longest : .after(.days(random.number(1...40)))
      let from = random.oneIn(4) ? test.clock.now().advanced(by: .days(random.number(1...9))) : nil
      let scope = ScopeNames(
        categories: random.oneIn(2) ? nil : [random.pick(purpose.categories)],
        channels: random.oneIn(2) || purpose.channels.isEmpty
          ? nil : [random.pick(purpose.channels)])
      let record = records.isEmpty ? nil : random.pick(records)
      do {
        switch random.number(0...21) {
        case 0...5:
          if purpose.basis == .consent {
            let notice = purpose.name.split(separator: ".").joined(separator: "-")
            records.append(
              try await vault.grant(
                person,
                Grant(
                  purpose: purpose.name, scope: random.oneIn(2) ? ScopeNames() : scope, end: end,
                  notice: notice + ".en",
                  method: random.pick(["web-form", "explicit-statement"]))
              ).id)
          } else {
            records.append(
              try await vault.openGround(
                person,
                Ground(
                  purpose: purpose.name, reference: "R", end: .after(.days(random.number(1...90))),
                  from: from)
              ).id)
          }
        case 6: _ = try await vault.withdraw(person, purpose: node, scope: scope)
        case 7: _ = try await vault.refuse(person, purpose: node)
        case 8: _ = try await vault.revoke(person, purpose: node, reason: "x")
        case 9: if let record { _ = try await vault.invalidate(record, finding: "x") }
        case 10: if let record { _ = try await vault.closeGround(record) }
        case 11:
          _ =
            try random.oneIn(2)
            ? await vault.restrict(person) : await vault.unrestrict(person)
        case 12: if random.oneIn(3) { _ = try await vault.erase(person) }
        case 13: _ = try await vault.readmit(person)
        case 14: _ = try await vault.sweep()
        case 15, 16:
          _ = try await vault.put(
            person,
            [
              NewValue(
                category: random.pick(purpose.categories), key: random.pick(["a", "b"]),
                bytes: [1], origin: random.pick([.volunteered, .observed, .inferred]))
            ])
        case 17: if let record { _ = try await vault.withdraw(person, consent: record) }
        case 18, 19:
          test.clock.advance(by: .seconds(random.number(1...4 * 86_400)))
        case 20:
          let notice = purpose.name.split(separator: ".").joined(separator: "-") + ".en"
          if let record {
            _ = try await vault.renew(record, end: end, notice: notice, method: "web-form")
          }
        default:
          if random.oneIn(6) {
            _ = try await vault.rotateRoot(unlockedBy: .keyFile(test.keyFile))
          } else if random.oneIn(2) {
            test.clock.turnBack(by: .days(random.number(1...3)))
            _ = try await vault.resetClock()
          } else {
            _ = try await vault.access(
              person,
              Request(
                actor: random.pick(purpose.actors), purpose: purpose.name,
                categories: purpose.categories, channel: purpose.channels.first, mode: .partial))
          }
        }
        done += 1
      } catch {}
    }

    mutating func compare() throws {
      #expect(try vault.examine().first { $0.check == "candidates" }?.isGood == true)
      let fresh = try test.open()
      for purpose in policy.purposes {
        // First, so that it goes by who was kept before whatever happened since.
        var told: Set<SubjectID> = []
        var others = 0
        try vault.eachContactable(for: purpose.name) { found in
          if people.contains(found.subject) { told.insert(found.subject) } else { others += 1 }
          return true
        }
        var expected: Set<SubjectID> = []
        let channels = purpose.channels.isEmpty ? [nil] : purpose.channels.map(Optional.some)
        for person in people {
          for actor in purpose.actors {
            for channel in channels {
              let request = Request(
                actor: actor, purpose: purpose.name, categories: purpose.categories,
                channel: channel, mode: .partial)
              let verdict = try fresh.check(person, request).verdict
              if verdict == .permit { expected.insert(person) }
              #expect(try vault.check(person, request).verdict == verdict)
            }
          }
        }
        #expect(told == expected, "\(purpose.name)")
        let count = try vault.countContactable(for: purpose.name).count
        #expect(count == expected.count + others, "\(purpose.name)")
        listed += told.count
      }
    }
  }
}
