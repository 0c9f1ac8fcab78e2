import ConsentVault
import Glibc
import VaultCrypto
import VaultModel

/// Changes people one after another, says so on the board, and writes down from which leaf on what holds.
final class Changer {
  private let (shop, vault, board): (Shop, Vault, Board)
  private var lines = ""
  private var tries = 0
  private var kinds: [String: Int] = [:]

  init(_ shop: Shop) throws {
    self.shop = shop
    vault = try shop.open()
    board = try Board(shop.folder + "/board")
  }

  /// Makes a change of which `body` tells the leaf, and whatever is not known before about what holds then.
  private func change(
    _ person: Int, as kind: String, _ body: () async throws -> (leaf: UInt64?, Board.Truth)
  ) async throws {
    try await board.change(person) {
      let (leaf, truth) = try await body()
      guard let leaf else { throw Board.Failure() }
      lines += "\(person) \(leaf) \(truth.isAllowed ? 1 : 0) \(truth.until)\n"
      return truth
    }
    kinds[kind, default: 0] += 1
    // One that begins now, one that finds what the first has kept, and some for those that began before.
    board.awaitReads(4, of: person)
  }

  private func forbid(
    _ person: Int, as kind: String, _ body: () async throws -> UInt64?
  ) async throws {
    try await change(person, as: kind) { (try await body(), Board.Truth()) }
  }

  private func finish(_ path: String) throws {
    try write(Array(lines.utf8), to: path)
    for (kind, count) in kinds.sorted(by: { $0.key < $1.key }) { print("changed \(kind) \(count)") }
    print("tries \(tries)")
  }

  // MARK: people

  /// Takes back and gives again, in every way there is.
  func takeBack(_ people: [Int], tries wanted: Int, into path: String) async throws {
    for person in people { try await allow(person) }
    while tries < wanted, !shop.hasEnded {
      let person = people[tries % people.count]
      // A consent that ends takes a second, and is as good as every other way.
      try await takeBack(person, way: tries % 40 == 0 ? 7 : Int.random(in: 0..<7))
      tries += 1
    }
    try finish(path)
  }

  private func allow(
    _ person: Int, _ purpose: String = Shop.news.purpose, for span: TimeSpan? = nil
  ) async throws {
    let id = Shop.person(person)
    let number = UInt64(tries)
    // Of what is said in one millisecond the no stands.
    usleep(2_000)
    try await change(person, as: "grant") {
      let consent = try await vault.grant(id, Shop.grant(purpose, for: span))
      guard span == nil else {
        // It may end before a value is there, and a sweep may have taken the last one.
        let until = UInt64(consent.until.milliseconds)
        return (
          consent.leaf, Board.Truth(isAllowed: true, value: Board.Truth.anyValue, until: until)
        )
      }
      _ = try await vault.put(id, [NewValue(category: "data.x", bytes: Array("\(number)".utf8))])
      return (consent.leaf, Board.Truth(isAllowed: true, value: number))
    }
  }

  private func takeBack(_ person: Int, way: Int) async throws {
    let id = Shop.person(person)
    let purpose = Shop.news.purpose
    let value = board.look(at: person).truth.value
    switch way {
    case 0:
      try await forbid(person, as: "withdraw") {
        try await vault.withdraw(id, purpose: purpose).leaf
      }
    case 1: try await forbid(person, as: "deny") { try await vault.refuse(id, purpose: nil).leaf }
    case 2:
      try await forbid(person, as: "object") { try await vault.object(id).revocations.first?.leaf }
    case 3:
      try await forbid(person, as: "revoke") {
        try await vault.revoke(id, purpose: purpose, reason: "x").leaf
      }
    case 4:
      try await forbid(person, as: "restrict") { try await vault.restrict(id).leaf }
      return try await change(person, as: "unrestrict") {
        (try await vault.unrestrict(id).leaf, Board.Truth(isAllowed: true, value: value))
      }
    case 5:
      try await forbid(person, as: "erase") { try await vault.erase(id).leaf }
      try await forbid(person, as: "readmit") { try await vault.readmit(id).leaf }
    case 6:
      try await forbid(person, as: "withdraw a part") {
        try await vault.withdraw(
          id, purpose: purpose, scope: ScopeNames(categories: ["data.x"], channels: ["email"])
        ).leaf
      }
    default:
      try await forbid(person, as: "withdraw") { try await vault.withdraw(id, purpose: nil).leaf }
      try await expire(person)
    }
    try await allow(person)
  }

  /// Gives a consent that ends by itself, and then sweeps it away.
  private func expire(_ person: Int) async throws {
    try await allow(person, for: .seconds(1))
    let end = board.look(at: person).truth.until
    while milliseconds() <= end { board.awaitReads(1, of: person) }
    board.awaitReads(4, of: person)
    _ = try await vault.sweep()
    kinds["end", default: 0] += 1
    board.awaitReads(4, of: person)
  }

  // MARK: values

  /// Replaces the values of a person who goes on agreeing.
  func rewrite(_ person: Int, tries wanted: Int, into path: String) async throws {
    try await allow(person)
    while tries < wanted, !shop.hasEnded {
      tries += 1
      let number = UInt64(tries)
      let new = [NewValue(category: "data.x", bytes: Array("\(number)".utf8))]
      try await change(person, as: "value") {
        let stored =
          tries % 2 == 0
          ? try await vault.put(Shop.person(person), new)
          : try await vault.rectify(Shop.person(person), new)
        return (stored.leaf, Board.Truth(isAllowed: true, value: number))
      }
    }
    try finish(path)
  }

  // MARK: the vault

  /// Loads versions of the policy that forbid and allow, and replaces keys.
  func govern(_ person: Int, tries wanted: Int, into path: String) async throws {
    try await allow(person, Shop.mail.purpose)
    let value = board.look(at: person).truth.value
    while tries < wanted, !shop.hasEnded {
      tries += 1
      let isAllowed = tries % 2 == 0
      try await change(person, as: "policy") {
        let leaf = try await vault.loadPolicy(Shop.policy(tries)).leaf
        return (leaf, Board.Truth(isAllowed: isAllowed, value: value))
      }
      // A keyring has room for 256 log keys.
      if tries % 5 == 0, tries <= 1_000 {
        switch tries / 5 % 3 {
        case 0: _ = try await vault.beginRotation(of: .purpose(Shop.news.purpose))
        case 1: _ = try await vault.beginRotation(of: .wrap)
        default: _ = try await vault.rotateLogKey()
        }
        _ = try await vault.rewrap()
        kinds["rotation", default: 0] += 1
      }
      usleep(20_000)
    }
    try finish(path)
  }
}
