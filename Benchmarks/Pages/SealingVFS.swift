import CSQLite
import CSealedVFS

/// The page encryption of a vault, under keys that protect nothing.
@safe
final class SealingVFS {
  private let handle: OpaquePointer

  /// The name under which SQLite knows it.
  var name: String { unsafe String(cString: csealed_name(handle)) }

  init() throws {
    let frame = (0..<64).map { UInt8($0) }
    let key = (0..<32).map { UInt8(3 * $0) }
    guard let handle = unsafe csealed_create(nil, frame) else {
      throw Failure(code: SQLITE_NOMEM)
    }
    unsafe self.handle = handle
    try Failure.check(unsafe csealed_add_key(handle, 1, key))
    try Failure.check(unsafe csealed_register(handle))
  }

  deinit { unsafe csealed_destroy(handle) }
}
