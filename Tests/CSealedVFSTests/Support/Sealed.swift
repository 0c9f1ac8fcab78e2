import CSQLite
import CSealedVFS

/// A VFS with keys that every process of a test derives alike.
///
/// `@unchecked Sendable`: nothing in it changes after `init`.
@safe
final class Sealed: @unchecked Sendable {
  let handle: OpaquePointer
  var name: String { unsafe String(cString: csealed_name(handle)) }

  init(epochs: [UInt32] = [1], base: String? = nil, frames: UInt8 = 0xf0) {
    let created = unsafe csealed_create(base, Self.frameKey(frames))
    guard let created = unsafe created else { preconditionFailure("no such VFS") }
    unsafe handle = created
    for epoch in epochs {
      precondition(unsafe csealed_add_key(handle, epoch, Self.key(epoch)) == SQLITE_OK)
    }
    precondition(unsafe csealed_register(handle) == SQLITE_OK)
  }

  deinit { unsafe csealed_destroy(handle) }

  static func key(_ epoch: UInt32) -> [UInt8] {
    (0..<32).map { UInt8(truncatingIfNeeded: epoch &* 7 &+ $0) }
  }

  static func frameKey(_ first: UInt8) -> [UInt8] { (0..<64).map { first &+ UInt8($0) } }

  /// A page of a file, opened outside SQLite: the pad at 4032 is the one that was stored.
  func open(_ page: [UInt8], number: Int, of id: [UInt8]) -> [UInt8]? {
    var plain = [UInt8](repeating: 0, count: pageSize)
    let result = unsafe csealed_unseal(handle, id, UInt32(number), page, &plain)
    return result == SQLITE_OK ? plain : nil
  }
}

let pageSize = Int(CSEALED_PAGE_SIZE)
let reserved = Int(CSEALED_RESERVED)
let logHeader = 32
let frameSize = 24 + pageSize
/// SQLITE_IOERR_DATA, an expression that Swift does not import.
let badSeal = SQLITE_IOERR | 32 << 8
