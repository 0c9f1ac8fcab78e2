import Glibc
import VaultCrypto

/// Everything that this process may write to in memory but for the secure heap, searched for bytes that
/// should not be there.
///
/// What is searched for and what is read lie in one mapping, which is left out.
@safe
final class OwnMemory {
  private static let needleRoom = 4_096
  private static let chunk = 1 << 20
  private static let page: UInt = 4_096

  private let room: UnsafeMutableRawPointer
  private var needleSize = 0

  struct Failure: Error {}

  init() throws {
    let made = unsafe mmap(
      nil, Self.needleRoom + Self.chunk, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0)
    guard let made = unsafe made, unsafe made != MAP_FAILED else { throw Failure() }
    unsafe room = made
  }

  deinit { unsafe munmap(room, Self.needleRoom + Self.chunk) }

  /// Takes over what is searched for from now on, at most a page of it.
  func search(for bytes: UnsafeRawBufferPointer) {
    guard let start = bytes.baseAddress, bytes.count <= Self.needleRoom else { return }
    unsafe room.copyMemory(from: start, byteCount: bytes.count)
    needleSize = bytes.count
  }

  /// How often it is there.
  func count() throws -> Int {
    let secret = try SecretBytes(count: 32)
    let heap = unsafe secret.withBytes { UInt(bitPattern: $0.baseAddress) }
    let start = unsafe UInt(bitPattern: room)
    let own = start..<start + UInt(Self.needleRoom + Self.chunk)
    let memory = unsafe open("/proc/self/mem", O_RDONLY | O_CLOEXEC)
    guard memory >= 0 else { throw Failure() }
    defer { close(memory) }
    var count = 0
    for line in try maps().split(separator: "\n") {
      let words = line.split(separator: " ")
      let ends = words[0].split(separator: "-").compactMap { UInt($0, radix: 16) }
      guard words.count > 1, ends.count == 2, words[1].hasPrefix("rw") else { continue }
      let range = ends[0]..<ends[1]
      guard !range.contains(heap) else { continue }
      // The kernel makes one range of mappings that touch: what lies about our own is searched too.
      for part in [
        range.clamped(to: 0..<own.lowerBound), range.clamped(to: own.upperBound..<UInt.max),
      ] {
        count += hits(in: part, of: memory)
      }
    }
    return count
  }

  /// What the kernel says is mapped: a page at each read, which `Data` takes for the end.
  private func maps() throws -> String {
    let file = unsafe open("/proc/self/maps", O_RDONLY | O_CLOEXEC)
    guard file >= 0 else { throw Failure() }
    defer { close(file) }
    var text: [UInt8] = []
    var page = [UInt8](repeating: 0, count: Int(Self.page))
    while true {
      let found = unsafe read(file, &page, page.count)
      guard found >= 0 else { throw Failure() }
      guard found > 0 else { return String(decoding: text, as: UTF8.self) }
      text += page.prefix(found)
    }
  }

  private func hits(in range: Range<UInt>, of memory: Int32) -> Int {
    let buffer = unsafe room + Self.needleRoom
    var (count, offset) = (0, range.lowerBound)
    while offset < range.upperBound {
      let wanted = min(Self.chunk, Int(range.upperBound - offset))
      let found = unsafe pread(memory, buffer, wanted, off_t(offset))
      guard found >= needleSize else {
        // Given back since the list was made, though what comes after it may not be.
        offset += Self.page
        continue
      }
      var start = 0
      let first = unsafe Int32(room.load(as: UInt8.self))
      while found - start >= needleSize,
        let hit = unsafe memchr(buffer + start, first, found - start - needleSize + 1)
      {
        if unsafe memcmp(hit, room, needleSize) == 0 { count += 1 }
        start = unsafe hit - buffer + 1
      }
      // The last bytes again: what is searched for may lie across two chunks.
      let isLast = offset + UInt(found) == range.upperBound
      offset += UInt(isLast ? found : found - needleSize + 1)
    }
    return count
  }
}
