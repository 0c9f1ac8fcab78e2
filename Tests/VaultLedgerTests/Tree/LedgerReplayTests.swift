import Testing
import VaultCrypto
import VaultLedger
import VaultModel

@Suite struct LedgerReplayTests {
  private let leaves = numberedLeaves(300)

  @Test func replayingTheBundlesGivesTheFrontierThatWasWritten() throws {
    var written = MerkleFrontier()
    var tiles: [TileRoot] = []
    for leaf in leaves { tiles += written.append(SHA256.leaf(leaf)) }
    var replay = LedgerReplay()
    var replayed: [TileRoot] = []
    var first = 0
    for count in [1, 2, 250, 40, 7] {
      replayed += try replay.consume(
        LeafBundle(first: UInt64(first), leaves: Array(leaves[first..<first + count])))
      first += count
    }
    #expect(replay.frontier == written)
    #expect(replayed == tiles && tiles.count == 1)
  }

  @Test func aHoleOrARepetitionIsRefused() throws {
    var replay = LedgerReplay()
    try replay.consume(LeafBundle(first: 0, leaves: [leaves[0], leaves[1]]))
    for first in [0, 1, 3] as [UInt64] {
      let bundle = try LeafBundle(first: first, leaves: [leaves[2]])
      #expect(throws: LedgerError.hole(expected: 2, found: first)) {
        try replay.consume(bundle)
      }
    }
    #expect(replay.frontier.size == 2)
  }

  @Test func leavesInAnotherOrderGiveAnotherRoot() throws {
    var (one, other) = (LedgerReplay(), LedgerReplay())
    try one.consume(LeafBundle(first: 0, leaves: [leaves[0], leaves[1], leaves[2]]))
    try other.consume(LeafBundle(first: 0, leaves: [leaves[0], leaves[2], leaves[1]]))
    #expect(one.frontier.root != other.frontier.root)
  }
}
