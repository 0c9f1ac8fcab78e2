import CSQLite
import CSealedVFS
import Testing

/// SQLite's checksums are over plaintext: who knows, or guesses, what a page holds must not be
/// able to prove it by them.
@Suite struct ChecksumTests {
  /// The log's running checksum (sqlite.org/fileformat2.html, section 4.2), words little-endian as SQLite
  /// writes the log on such a machine.
  private struct Running {
    var first: UInt32
    var second: UInt32

    mutating func add(_ bytes: some Sequence<UInt8>) {
      var words: [UInt32] = []
      var word: UInt32 = 0
      for (index, byte) in bytes.enumerated() {
        word |= UInt32(byte) << (8 * UInt32(index % 4))
        if index % 4 == 3 {
          words.append(word)
          word = 0
        }
      }
      for pair in stride(from: 0, to: words.count, by: 2) {
        first = first &+ words[pair] &+ second
        second = second &+ words[pair + 1] &+ first
      }
    }

    /// As a frame's header has it.
    var bigEndian: [UInt8] {
      [first, second].flatMap { word in
        (0..<4).map { UInt8(truncatingIfNeeded: word >> (24 - 8 * $0)) }
      }
    }
  }

  /// The checksum after the last frame, over pages as `plain` gives them.
  private func chain(_ log: [UInt8], plain: (_ frame: Int, _ page: Int) throws -> [UInt8]) rethrows
    -> Running
  {
    func word(_ at: Int) -> UInt32 { log[at..<(at + 4)].reduce(0) { $0 << 8 | UInt32($1) } }
    var running = Running(first: word(24), second: word(28))
    for frame in 0..<((log.count - logHeader) / frameSize) {
      let start = logHeader + frame * frameSize
      running.add(log[start..<(start + 8)])
      running.add(try plain(frame, Int(word(start))))
    }
    return running
  }

  /// What SQLite keeps in shared memory, in the machine's byte order (sqlite.org/walformat.html, 2.1).
  private func inSharedMemory(_ path: String) throws -> Running {
    let index = try bytes(of: path + "-shm")
    func word(_ at: Int) -> UInt32 { (0..<4).reduce(0) { $0 | UInt32(index[at + $1]) << (8 * $1) } }
    return Running(first: word(24), second: word(28))
  }

  private struct Case {
    let log: [UInt8]
    let shared: Running
    let withPads: Running
    let withoutPads: Running
    let frames: Int
  }

  /// Two commits to one page; the attacker knows every byte of content, but not the pads.
  private func make(rereading: Bool) throws -> Case {
    let folder = try Folder()
    let sealed = Sealed()
    let database = try Database.make(folder.database, sealed)
    try database.run("CREATE TABLE t(n INTEGER PRIMARY KEY, x)")
    try database.checkpoint()
    if rereading { database.forget() }
    try database.run("INSERT INTO t VALUES (1, 'known')")
    let log = try bytes(of: folder.database + "-wal")
    let id = Array(try bytes(of: folder.database).prefix(16))
    func plain(_ frame: Int, _ page: Int) throws -> [UInt8] {
      let start = logHeader + frame * frameSize + 24
      return try #require(
        sealed.open(Array(log[start..<(start + pageSize)]), number: page, of: id))
    }
    return Case(
      log: log, shared: try inSharedMemory(folder.database), withPads: try chain(log, plain: plain),
      withoutPads: try chain(log) { frame, page in
        Array(try plain(frame, page).prefix(4032)) + [UInt8](repeating: 0, count: 64)
      },
      frames: (log.count - logHeader) / frameSize)
  }

  @Test func aPageThatWasReadHasAChecksumThatNobodyCanGuess() throws {
    let made = try make(rereading: true)
    // The test computes as SQLite does: with the secret pad it finds what shared memory holds.
    #expect(made.frames == 1)
    #expect(made.withPads.bigEndian == made.shared.bigEndian)
    #expect(made.withoutPads.bigEndian != made.shared.bigEndian)
  }

  @Test func theHeadersOfFramesHoldNoChecksum() throws {
    for rereading in [false, true] {
      let made = try make(rereading: rereading)
      let header = made.log[logHeader..<(logHeader + 24)]
      #expect(Array(header[(logHeader + 16)...]) != made.withPads.bigEndian)
      #expect(Array(header[(logHeader + 16)...]) != made.withoutPads.bigEndian)
      // Nor the salts of the log's own header.
      #expect(Array(header[(logHeader + 8)..<(logHeader + 16)]) != Array(made.log[16..<24]))
    }
  }

  /// The residue that ARCHITECTURE.md states: a page that was never read since it was made has no pad yet.
  @Test func aPageThatWasNeverReadHasAPlainChecksumInSharedMemory() throws {
    let made = try make(rereading: false)
    #expect(made.withoutPads.bigEndian == made.shared.bigEndian)
  }
}
