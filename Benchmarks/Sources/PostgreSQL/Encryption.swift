/// How pgcrypto encrypts values; each way has a table of its own.
public enum Encryption: String, CaseIterable, Sendable {
  /// `encrypt(…, 'aes')`: AES-256 in CBC mode, an initialisation vector of zeros, no authentication. The cheapest.
  case bare
  /// `pgp_sym_encrypt` with a random key and no key derivation: a session key and a checksum for each value.
  case keyed
  /// `pgp_sym_encrypt` with a password, as its documentation shows it: derived anew for each value.
  case password

  /// The table.
  var table: String { "record_\(rawValue)" }

  /// 32 bytes for a key; text for a password.
  var key: [UInt8] {
    self == .bare ? (0..<32).map { UInt8($0) } : Array("0123456789abcdef0123456789abcdef".utf8)
  }

  /// The value of a column named `value`, in clear.
  func decrypted(_ key: String) -> String {
    self == .bare
      ? "decrypt(value, \(key), 'aes')"
      : "pgp_sym_decrypt_bytea(value, convert_from(\(key), 'UTF8'))"
  }

  /// A value encrypted.
  func encrypted(_ value: String, _ key: String) -> String {
    let password = "convert_from(\(key), 'UTF8')"
    return switch self {
    case .bare: "encrypt(\(value), \(key), 'aes')"
    case .keyed:
      "pgp_sym_encrypt_bytea(\(value), \(password), 's2k-mode=0, cipher-algo=aes256')"
    case .password: "pgp_sym_encrypt_bytea(\(value), \(password))"
    }
  }
}
