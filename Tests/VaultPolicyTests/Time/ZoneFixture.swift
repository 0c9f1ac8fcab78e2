import Testing
import VaultModel
import VaultPolicy

/// The zones of `ZoneBytes` and the rows of `ZoneVectors`, read.
enum ZoneFixture {
  static let hexadecimal = [
    "berlin": ZoneBytes.berlin, "berlinFat": ZoneBytes.berlinFat, "newYork": ZoneBytes.newYork,
    "lordHowe": ZoneBytes.lordHowe, "casablanca": ZoneBytes.casablanca,
    "kathmandu": ZoneBytes.kathmandu,
  ]

  static func bytes(_ name: String) throws -> [UInt8] {
    let digits = try #require(hexadecimal[name]).filter { !$0.isNewline }
    return try #require(Hexadecimal.bytes(digits))
  }

  static func named(_ name: String) throws -> ZoneRules {
    try ZoneRules(tzif: bytes(name))
  }

  static func rows(_ text: String?) -> [[Int]] {
    (text ?? "").split(separator: ";").map { row in
      row.split(whereSeparator: \.isWhitespace).compactMap { Int($0) }
    }
  }
}
