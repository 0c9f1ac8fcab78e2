import ConsentVault
import Glibc
import Synchronization
import VaultModel

/// Reads the same people again and again, so that all of them are kept, and holds each answer against the
/// board; what it is told with a leaf, it writes down for the ledger's order.
final class Reader {
  private let (shop, vault, board, people): (Shop, Vault, Board, Range<Int>)
  private let mailPerson: Int
  private var record: [UInt8] = []
  private var judged: [String: Int] = [:]
  private var bad: [String] = []

  init(_ shop: Shop, people: Int) throws {
    self.shop = shop
    vault = try shop.open()
    board = try Board(shop.folder + "/board")
    self.people = 0..<people
    mailPerson = people - 1
  }

  private struct Answer {
    /// Nil from a list, which tells of nobody why they are not on it.
    let decision: Decision?
    let isPermit: Bool
    /// What was released; nil where a door releases nothing.
    let value: UInt64?

    init(_ decision: Decision, _ value: UInt64? = nil) {
      self.decision = decision
      self.value = value
      isPermit = decision.verdict == .permit
    }

    init(isListed: Bool) { (decision, isPermit, value) = (nil, isListed, nil) }
  }

  func run(into path: String) async throws {
    var round = 0
    while !shop.hasEnded, bad.count < 20 {
      for person in people { try check(person) }
      if round % 4 == 0 { try accessNow(round / 4 % people.count) }
      if round % 16 == 0 { try await batch() }
      // While most are kept: a list reads who is not, and keeps nobody.
      try list()
      round += 1
    }
    try write(record, to: path)
    for text in bad { print("bad \(text)") }
    for (door, count) in judged.sorted(by: { $0.key < $1.key }) { print("judged \(door) \(count)") }
  }

  private func request(about person: Int) -> Request {
    person == mailPerson ? Shop.mail : Shop.news
  }

  private func check(_ person: Int) throws {
    try hold(person, at: "check") {
      Answer(try vault.check(Shop.person(person), request(about: person)))
    }
  }

  private func accessNow(_ person: Int) throws {
    try hold(person, at: "accessNow") {
      answer(try vault.accessNow(Shop.person(person), request(about: person)))
    }
  }

  private func batch() async throws {
    let asked = people.dropLast()
    let (begun, start) = (asked.map { board.look(at: $0) }, milliseconds())
    var answers: [Answer] = []
    try await vault.access(asked.map { Shop.person($0) }, Shop.news) { _, access in
      answers.append(answer(access))
    }
    for (index, person) in asked.enumerated() {
      judge(answers[index], about: person, begun[index], since: start, at: "batch")
    }
  }

  private func list() throws {
    let asked = people.dropLast()
    let (begun, start) = (asked.map { board.look(at: $0) }, milliseconds())
    let listed = try vault.contactable(for: Shop.news.purpose).map(\.subject)
    for (index, person) in asked.enumerated() {
      judge(
        Answer(isListed: listed.contains(Shop.person(person))), about: person, begun[index],
        since: start, at: "list")
    }
  }

  private func answer(_ access: consuming Access<AnyPurpose>) -> Answer {
    switch consume access {
    case .denied(let decision): return Answer(decision)
    case .permitted(let disclosure):
      let text = disclosure.withBytes(of: "data.x") { span in
        unsafe span.withUnsafeBytes { unsafe String(decoding: $0, as: UTF8.self) }
      }
      return Answer(disclosure.decision, text.flatMap { UInt64($0) } ?? 0)
    }
  }

  private func hold(_ person: Int, at door: String, _ ask: () throws -> Answer) throws {
    let (begun, start) = (board.look(at: person), milliseconds())
    judge(try ask(), about: person, begun, since: start, at: door)
  }

  /// Holds an answer against what stood on the board before the read began, if it still stands there.
  private func judge(
    _ answer: Answer, about person: Int, _ begun: (turn: UInt64, truth: Board.Truth),
    since start: UInt64, at door: String
  ) {
    let isPermit = answer.isPermit
    if let decision = answer.decision, let leaf = decision.leaf {
      for word in [leaf, UInt64(decision.time.milliseconds), UInt64(person), isPermit ? 1 : 0] {
        unsafe withUnsafeBytes(of: word.littleEndian) { unsafe record.append(contentsOf: $0) }
      }
    }
    defer { board.countRead(of: person) }
    guard begun.turn % 2 == 0, board.turn(of: person) == begun.turn else { return }
    judged[door, default: 0] += 1
    let truth = begun.truth
    var mayBe = [truth.isAllowed]
    if truth.isAllowed, truth.until > 0 {
      // Within the millisecond of its end either will do.
      if start >= truth.until {
        mayBe = [false]
      } else if milliseconds() >= truth.until {
        mayBe.append(false)
      }
    }
    if !mayBe.contains(isPermit) {
      bad.append(
        isPermit
          ? "stale person \(person), turn \(begun.turn): released by \(door) after the refusal was told"
          : "refused person \(person), turn \(begun.turn): \(answer.decision?.codes ?? "") by \(door)"
      )
    } else if isPermit, let value = answer.value, truth.value != Board.Truth.anyValue,
      value != truth.value
    {
      bad.append("stale person \(person): value \(value) by \(door) after \(truth.value) was told")
    }
  }
}

extension Decision {
  var codes: String { reasons.map(\.code).joined(separator: " ") }
}

/// Writes a file in one go.
func write(_ bytes: [UInt8], to path: String) throws {
  guard let file = unsafe fopen(path, "w") else { throw Board.Failure() }
  let count = unsafe fwrite(bytes, 1, bytes.count, file)
  guard unsafe fclose(file) == 0, count == bytes.count else { throw Board.Failure() }
}
