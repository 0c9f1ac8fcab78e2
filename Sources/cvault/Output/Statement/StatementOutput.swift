import ConsentVault
import Glibc
import VaultCrypto
import VaultModel

/// Where a statement is written to: a new file, or standard output.
///
/// What waits to be written is wiped once it is; a buffer of fixed size, because an array that grows
/// leaves its old bytes behind.
final class StatementOutput {
  /// How many bytes are written at once.
  private static let capacity = 64 << 10

  /// Nil for standard output.
  private let file: SecureFile?
  private var offset = 0
  private var buffer: [UInt8] = []

  /// Standard output.
  init() { file = nil }

  /// A new file, 0600.
  ///
  /// - Throws: `SecureFileError` if it exists, or cannot be made.
  init(creating path: String) throws(SecureFileError) { file = try SecureFile.create(path) }

  deinit { buffer.wipe() }

  func write(_ text: String) throws { for byte in text.utf8 { try append(byte) } }

  func write(_ bytes: some Sequence<UInt8>) throws { for byte in bytes { try append(byte) } }

  private func append(_ byte: UInt8) throws {
    if buffer.capacity < Self.capacity { buffer.reserveCapacity(Self.capacity) }
    if buffer.count == Self.capacity { try flush() }
    buffer.append(byte)
  }

  /// Writes what waits; the last call after the last write.
  func flush() throws {
    defer {
      buffer.wipe()
      buffer.removeAll(keepingCapacity: true)
    }
    switch file {
    case .none: try FileOutput.write(buffer, to: STDOUT_FILENO)
    case .some(let file): try file.write(buffer, at: offset)
    }
    offset += buffer.count
  }

  /// Writes what waits, and waits until a file's content is on the disk.
  func finish() throws {
    try flush()
    try file?.synchronize()
  }
}
