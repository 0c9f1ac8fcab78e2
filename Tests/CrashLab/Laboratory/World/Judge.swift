import ConsentVault
import ConsentVaultTesting
import VaultModel
import VaultStore

/// What is wrong with a vault that was opened after something broke.
struct Finding {
  let outcome: BadOutcome
  let detail: String
}

/// Opens vaults, and holds them against what must be true.
enum Judge {
  /// Judges the vault of a folder; nil if all is well.
  ///
  /// One of what is `possible` has to be true; what was true in the `past` tells a loss from an invention.
  static func judge(
    _ folder: String, at time: Timestamp, possible: [Truth], past: [Truth] = []
  ) async -> Finding? {
    let lab: LabVault
    do throws(VaultError) {
      lab = try LabVault(opening: folder, at: time)
    } catch {
      return Finding(outcome: .cannotOpen, detail: "open: \(error.code)")
    }
    return await judge(lab, possible: possible, past: past)
  }

  /// Judges a vault that is open.
  static func judge(
    _ lab: LabVault, possible: [Truth], past: [Truth] = []
  ) async -> Finding? {
    let time = lab.clock.now()
    let seen: Observation
    do {
      seen = try await Observation(lab.vault)
    } catch {
      let code = (error as? VaultError)?.code ?? "\(error)"
      return Finding(outcome: .ledgerBroken, detail: "look: \(code)")
    }
    let expected = possible.map { Observation($0, at: time) }
    if expected.contains(seen) { return nil }
    let difference = expected.last.map { seen.difference(from: $0) } ?? ""
    if let where_ = seen.permitsMore(than: expected) {
      return Finding(outcome: .resurrected, detail: "\(where_); \(difference)")
    }
    let isPast = past.contains { Observation($0, at: time) == seen }
    return Finding(outcome: isPast ? .lostAcknowledged : .wrongAnswer, detail: difference)
  }

  /// Whether a vault goes on working: somebody new says yes, and their value is released.
  static func worksOn(_ lab: LabVault) async -> Finding? {
    let bytes: [UInt8] = [1, 2, 3]
    do {
      let newcomer = try SubjectID("newcomer")
      let grant = Grant(
        purpose: Purpose.offers.rawValue, end: .after(.days(1)), notice: "notice.en",
        method: "web-form")
      _ = try await lab.vault.grant(newcomer, grant)
      _ = try await lab.vault.put(newcomer, [NewValue(category: "data.a", bytes: bytes)])
      let answer = try await lab.vault.release(newcomer, .offers)
      guard answer == .released(["data.a": bytes]) else {
        return Finding(outcome: .wrongAnswer, detail: "a new value is not released")
      }
      _ = try lab.vault.store.scrub()
      _ = try lab.vault.verifyLedger()
      return nil
    } catch {
      let code = (error as? VaultError)?.code ?? "\(error)"
      return Finding(outcome: .cannotOpen, detail: "going on: \(code)")
    }
  }
}
