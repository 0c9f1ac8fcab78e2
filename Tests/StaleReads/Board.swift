import Glibc
import Synchronization

/// What is true of each person, in memory that all processes share: who changes a person says what holds
/// before the change begins and after it is acknowledged.
///
/// A read that began and ended between two changes must tell exactly what stands here. The order is that of
/// the memory itself, so no two clocks are compared.
@safe
final class Board: @unchecked Sendable {
  // @unchecked: every word is atomic.

  /// What holds while nobody changes it.
  struct Truth: Equatable {
    var isAllowed = false
    /// The number that the value spells; ``anyValue`` where there may be none.
    var value: UInt64 = 0
    static let anyValue = UInt64.max
    /// When it ends, in milliseconds since 1970; 0 for what does not.
    var until: UInt64 = 0
  }

  private enum Word: Int { case turn, allowed, value, until, reads }

  private static let width = 8
  static let most = 64
  private let words: UnsafeMutablePointer<Atomic<UInt64>>

  struct Failure: Error {}

  /// Opens the board in a file, or makes it.
  init(_ path: String) throws {
    let size = Self.most * Self.width * 8
    let file = unsafe open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
    guard file >= 0, ftruncate(file, off_t(size)) == 0 else { throw Failure() }
    defer { close(file) }
    let made = unsafe mmap(nil, size, PROT_READ | PROT_WRITE, MAP_SHARED, file, 0)
    guard let made = unsafe made, unsafe made != MAP_FAILED else { throw Failure() }
    // Zeros are atomics of zero.
    unsafe words = made.assumingMemoryBound(to: Atomic<UInt64>.self)
  }

  private func load(_ word: Word, of person: Int) -> UInt64 {
    unsafe words[person * Self.width + word.rawValue].load(ordering: .sequentiallyConsistent)
  }

  private func store(_ new: UInt64, in word: Word, of person: Int) {
    unsafe words[person * Self.width + word.rawValue].store(
      new, ordering: .sequentiallyConsistent)
  }

  /// The number of the turn and what holds in it; an odd number while somebody is being changed.
  func look(at person: Int) -> (turn: UInt64, truth: Truth) {
    let turn = load(.turn, of: person)
    return (
      turn,
      Truth(
        isAllowed: load(.allowed, of: person) == 1, value: load(.value, of: person),
        until: load(.until, of: person))
    )
  }

  /// The number of the turn alone.
  func turn(of person: Int) -> UInt64 { load(.turn, of: person) }

  /// Changes a person: what holds is unknown from before the change until it is acknowledged, and then what
  /// `body` returns.
  func change(_ person: Int, _ body: () async throws -> Truth) async throws {
    let turn = load(.turn, of: person)
    store(turn | 1, in: .turn, of: person)
    let truth = try await body()
    store(truth.isAllowed ? 1 : 0, in: .allowed, of: person)
    store(truth.value, in: .value, of: person)
    store(truth.until, in: .until, of: person)
    store((turn | 1) + 1, in: .turn, of: person)
  }

  /// Says that a read was held against what stands here.
  func countRead(of person: Int) {
    _ = unsafe words[person * Self.width + Word.reads.rawValue].add(
      1, ordering: .sequentiallyConsistent)
  }

  /// Waits until so many more reads were held against what stands here; not for ever, as somebody may be
  /// kept from reading.
  func awaitReads(_ count: UInt64, of person: Int) {
    let wanted = load(.reads, of: person) + count
    for _ in 0..<2_000 where load(.reads, of: person) < wanted { usleep(100) }
  }
}

/// Milliseconds since 1970.
func milliseconds() -> UInt64 {
  var now = timespec()
  unsafe clock_gettime(CLOCK_REALTIME, &now)
  return UInt64(now.tv_sec) * 1_000 + UInt64(now.tv_nsec) / 1_000_000
}
