import CSQLite
import CSealedVFS
package import VaultCrypto

/// The page encryption of one vault: an SQLite VFS of its own, with the vault's page keys.
///
/// Keys reach SQLite this way only, never in a URI or a pragma. Connections keep it alive.
///
/// `@unchecked Sendable`: nothing in it changes after `init`; SQLite calls the VFS from any thread.
@safe
package final class SealedPages: @unchecked Sendable {
  private let handle: OpaquePointer

  /// Registers a VFS over the default one.
  ///
  /// - Throws: ``StoreError/Code/unexpected`` if there is no memory; `CryptoError` if a key cannot be
  ///   derived.
  package init(_ keys: KeyChain) throws {
    SQLiteLibrary.prepare()
    let frameKey = try keys.frameKey()
    let created = unsafe frameKey.withBytes { unsafe csealed_create(nil, $0.baseAddress) }
    guard let created = unsafe created else { throw StoreError.sqlite(SQLITE_NOMEM) }
    unsafe handle = created
    for epoch in keys.pageEpochs {
      let key = try keys.pageKey(epoch: epoch)
      try Self.check(unsafe key.withBytes { unsafe csealed_add_key(handle, epoch, $0.baseAddress) })
    }
    try Self.check(unsafe csealed_register(handle))
  }

  /// The pages of one part of a backup, which have a key of their own.
  ///
  /// - Throws: as ``init(_:)``; `CryptoError.authenticationFailed` if the keyring does not hold the root
  ///   key of that number.
  package init(ofPart salt: [UInt8], root: UInt32, _ keys: KeyChain) throws {
    SQLiteLibrary.prepare()
    let frameKey = try keys.backupFrameKey(root: root, salt: salt)
    let created = unsafe frameKey.withBytes { unsafe csealed_create(nil, $0.baseAddress) }
    guard let created = unsafe created else { throw StoreError.sqlite(SQLITE_NOMEM) }
    unsafe handle = created
    let key = try keys.backupPageKey(root: root, salt: salt)
    try Self.check(
      unsafe key.withBytes { unsafe csealed_add_key(handle, Self.partEpoch, $0.baseAddress) })
    try Self.check(unsafe csealed_register(handle))
  }

  /// The one epoch of a part's pages.
  private static let partEpoch: UInt32 = 1

  deinit {
    // INVARIANT: each connection keeps its pages alive until it is closed, so no file is open here.
    unsafe csealed_destroy(handle)
  }

  /// Lends the name under which SQLite knows the VFS.
  package func withName<R, E>(_ body: (UnsafePointer<CChar>) throws(E) -> R) throws(E) -> R {
    try unsafe body(csealed_name(handle))
  }

  /// Opens one page of a database, or the page of a frame of its log, outside SQLite.
  ///
  /// It is what a scan for remnants reads.
  ///
  /// - Parameters:
  ///   - page: 4096 bytes as they lie on the disk.
  ///   - number: the page's number, from 1.
  ///   - database: the 16 bytes with which the database begins.
  /// - Returns: the page's 4096 bytes, or nil if it does not fit its seal.
  package func open(_ page: [UInt8], number: UInt32, of database: [UInt8]) -> [UInt8]? {
    var plain = [UInt8](repeating: 0, count: Int(CSEALED_PAGE_SIZE))
    guard page.count == plain.count, database.count == 16 else { return nil }
    let result = unsafe plain.withUnsafeMutableBytes { plain in
      unsafe page.withUnsafeBytes { page in
        unsafe database.withUnsafeBytes { database in
          unsafe csealed_unseal(
            handle, database.baseAddress, number, page.baseAddress, plain.baseAddress)
        }
      }
    }
    return result == SQLITE_OK ? plain : nil
  }

  private static func check(_ result: Int32) throws(StoreError) {
    guard result == SQLITE_OK else { throw StoreError.sqlite(result) }
  }

  /// Whether the first bytes of a database say that its pages are not sealed.
  package static func isPlain(_ head: [UInt8]) -> Bool {
    guard head.count >= 16 else { return false }
    return unsafe head.withUnsafeBytes { unsafe csealed_is_plain($0.baseAddress) } != 0
  }
}
