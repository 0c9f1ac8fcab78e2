import ConsentVault
import ConsentVaultTesting
import FoundationEssentials

extension Damage {
  /// The files of the directory, and the key that opens them.
  static let files = Kind(name: "files and keys", cases: damagedFiles + keys)

  /// Keyring and anchor are written twice over, and one whole half is enough.
  private static let damagedFiles =
    ["keyring", "anchor", "data.db"].flatMap { name in
      [
        file(name, "without") { try $0.files.remove(name) },
        file(name, "with an empty") { try $0.edit(name) { $0 = [] } },
        file(name, "with a third of the") { try $0.edit(name) { $0.removeLast($0.count * 2 / 3) } },
        file(name, "with zeros for the") { try $0.edit(name) { $0 = $0.map { _ in 0 } } },
        file(name, "with every second byte of the") {
          try $0.edit(name) { bytes in
            bytes = bytes.indices.filter { $0.isMultiple(of: 2) }.map { bytes[$0] }
          }
        },
        file(name, "with each byte turned over in the") {
          try $0.edit(name) { $0 = $0.map { ~$0 } }
        },
        file(name, "with another vault's") { copy in
          let other = try RetailVault.make()
          try other.vault.close()
          try copy.files.write(other.fileBytes(name), to: name)
        },
      ]
    } + [
      Damage("with the keyring and the anchor exchanged", by: .reopened) { copy in
        let keyring = try copy.files.bytes(of: "keyring")
        try copy.files.write(copy.files.bytes(of: "anchor"), to: "keyring")
        try copy.files.write(keyring, to: "anchor")
      },
      Damage("with a database that everybody may write", by: .reopened) {
        try $0.files.setMode(0o666, of: "data.db")
      },
    ]

  private static func file(
    _ name: String, _ how: String, _ inflict: @escaping @Sendable (SoundVault.Copy) throws -> Void
  ) -> Damage {
    Damage("\(how) \(name)", by: .reopened) { copy in
      // The log is copied back at the close, and gone.
      try? copy.files.remove("data.db-wal")
      try inflict(copy)
    }
  }
}

extension Damage {
  /// Keys that open another purpose, or nothing.
  private static let keys = others + spoilt.map { key($0.0, bytes: $0.1) }

  private static let others = [
    key("the key of another purpose", through: Door.out) { $0.sound.keys.sizes },
    key("no key file") { $0.files.path + "/nothing" },
    key("a folder for a key file") { $0.files.path },
    key("the owner's key of another vault") { copy in
      let other = try RetailVault.make()
      return try file(other.fileBytes("../owner.key"), copy)
    },
  ]

  private static let spoilt: [(String, @Sendable ([UInt8]) -> [UInt8])] = [
    ("an empty key file", { _ in [] }), ("a shorter key file", { $0.dropLast(2) }),
    ("a longer key file", { $0 + Array("00".utf8) }),
    ("a key file of zeros", { $0.map { _ in 0 } }), ("a key file from its end", { $0.reversed() }),
    ("a key file twice", { $0 + $0 }), ("a key file turned over", { $0.map { ~$0 } }),
  ]

  private static func key(
    _ name: String, bytes change: @escaping @Sendable ([UInt8]) -> [UInt8]
  ) -> Damage {
    key(name) { copy in
      let bytes = try Data(contentsOf: URL(filePath: copy.sound.keys.styling))
      return try file(change(Array(bytes)), copy)
    }
  }

  private static func key(
    _ name: String, through doors: [Door] = Door.allCases,
    _ path: @escaping @Sendable (SoundVault.Copy) throws -> String
  ) -> Damage {
    Damage(name, through: doors, by: .holding(path)) { _ in }
  }

  private static func file(_ bytes: [UInt8], _ copy: SoundVault.Copy) throws -> String {
    try copy.files.write(bytes, to: "other.key")
    return copy.files.path + "/other.key"
  }
}
