import ConsentVault
import Glibc
import VaultCrypto

/// Reads secrets into memory that is wiped: never into a string.
enum SecretInput {
  /// The longest secret text, in bytes: a passphrase.
  static let longest = 4096

  /// Everything that a descriptor gives, up to its end.
  static func all(_ descriptor: Int32, limit: Int = longest) throws -> SecretBytes {
    try read(descriptor, limit: limit) { _ in false }
  }

  /// The first line that a descriptor gives, without its line feed.
  static func line(_ descriptor: Int32) throws -> SecretBytes {
    try read(descriptor) { $0 == UInt8(ascii: "\n") }
  }

  private static func read(
    _ descriptor: Int32, limit: Int = longest, until isEnd: (UInt8) -> Bool
  ) throws -> SecretBytes {
    var secret = try SecretBytes(count: limit + 1)
    var count = 0
    reading: while count <= limit {
      // One byte at a time, straight into secret memory: nothing behind the line is taken.
      let position = count
      let got = unsafe secret.withMutableBytes {
        unsafe Glibc.read(descriptor, $0.baseAddress.map { unsafe $0 + position }, 1)
      }
      if got < 0 && errno == EINTR {
        guard !Interruption.isAsked else { throw CommandError.interrupted }
        continue
      }
      guard got >= 0 else {
        throw CommandError(.key, "KEY_UNREADABLE", "the key cannot be read")
      }
      guard got > 0 else { break }
      if unsafe isEnd(secret.withBytes { unsafe $0[position] }) { break reading }
      count += 1
    }
    guard count <= limit else {
      throw CommandError(.key, "KEY_UNREADABLE", "the key is longer than \(limit) bytes")
    }
    secret.shorten(to: count)
    return secret
  }
}
