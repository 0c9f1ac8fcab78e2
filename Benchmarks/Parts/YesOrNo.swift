import Measuring
import VaultModel

// What reasons cost: the very checks of the engine, compiled into this program once over the words that the
// engine uses and once over words that keep no reason. Nothing else differs.

/// A word of which a check that fails says only that it fails.
struct YesOrNo: CheckWord {
  var bits: UInt64

  init(_ constant: UInt64) { bits = constant }
  static func & (a: Self, b: Self) -> Self { Self(a.bits & b.bits) }
  static func | (a: Self, b: Self) -> Self { Self(a.bits | b.bits) }
  static prefix func ~ (a: Self) -> Self { Self(~a.bits) }
  static func &- (a: Self, b: Self) -> Self { Self(a.bits &- b.bits) }
  static func &<< (a: Self, b: Self) -> Self { Self(a.bits &<< b.bits) }
  func equals(_ other: Self) -> Self { Self(bits == other.bits ? 1 : 0) }
  func isLess(than other: Self) -> Self { Self(bits < other.bits ? 1 : 0) }
  func isBefore(_ other: Self) -> Self {
    Self(Int64(bitPattern: bits) < Int64(bitPattern: other.bits) ? 1 : 0)
  }
  @inline(__always) func tells(_ reasons: Reasons) -> Self { self }
}

/// All that the checks of one point with one permission read.
private struct PointWords<Word: CheckWord> {
  private let asked: AskedWords<Word>
  private let purpose: ContainedWords<Word>
  private let permission: PermissionWords<Word>
  private let moment: MomentWords<Word>

  /// A point that is permitted, except that a category is asked for that the purpose lacks.
  init(isPermitted: Bool) {
    let (none, one, all) = (Word(0), Word(1), Word(.max))
    asked = AskedWords(
      actor: one, category: one, operations: one, recipient: one, channel: none, origin: none,
      namesChannel: none, isSpecial: none)
    purpose = ContainedWords(
      categories: isPermitted ? all : none, operations: all, recipients: all, channels: none,
      origins: all)
    permission = PermissionWords(
      contained: purpose, state: Word(UInt64(PermissionState.given.rawValue)), isGround: none,
      isExplicit: none, from: Word(4), until: Word(9), eventTime: Word(4), recordedTime: Word(4))
    moment = MomentWords(
      time: Word(5), longest: Word(5), isRestricted: none, restrictedSince: none)
  }

  @inline(__always) var mask: Word {
    Checks.request(asked, actors: purpose.recipients, purpose, listsChannels: Word(0))
      | Checks.data(asked, purpose)
      | Checks.clock(
        time: moment.time, canStale: Word(0), staleFrom: Word(0), isTrusted: Word(1))
      | Checks.permission(permission, asked, moment, LatestDenial())
  }
}

/// The same points for both kinds of word.
struct YesOrNoContest {
  private static let reasons = "checks of a point, all reasons"
  private static let yesOrNo = "checks of a point, yes or no alone"

  static func add(_ count: Int, to contest: inout Contest) {
    let told = (0..<64).map { PointWords<UInt64>(isPermitted: $0 % 4 != 0) }
    let untold = (0..<64).map { PointWords<YesOrNo>(isPermitted: $0 % 4 != 0) }
    contest.add(Self.reasons, count: count) {
      var permits = 0
      for index in 0..<count where mask(told[index % 64]) == 0 { permits += 1 }
      precondition(permits == count / 4 * 3)
    }
    contest.add(Self.yesOrNo, count: count) {
      var permits = 0
      for index in 0..<count where mask(untold[index % 64]).bits == 0 { permits += 1 }
      precondition(permits == count / 4 * 3)
    }
  }

  /// How many times as much CPU time the checks take with reasons: the middle one of the rounds.
  static func ratio(in contest: Contest) -> Double? {
    guard let told = contest.entries.first(where: { $0.name == reasons }),
      let untold = contest.entries.first(where: { $0.name == yesOrNo })
    else { return nil }
    let ratios = zip(told.rounds, untold.rounds).map { $0 / $1 }.sorted()
    return ratios.isEmpty ? nil : ratios[ratios.count / 2]
  }

  @inline(never) private static func mask(_ words: PointWords<UInt64>) -> UInt64 { words.mask }

  @inline(never) private static func mask(_ words: PointWords<YesOrNo>) -> YesOrNo { words.mask }
}
