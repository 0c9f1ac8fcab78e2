import Glibc

/// The machine's time zone data: TZif files under `/usr/share/zoneinfo`.
///
/// FoundationEssentials knows no zone but GMT in a static binary, and glibc takes an unknown zone for
/// UTC without an error, so the files are read here.
package enum ZoneFiles {
  private static let folder = "/usr/share/zoneinfo/"
  private static let largest = 256 << 10

  /// The rules of an IANA zone; nil if the machine has no data for it.
  package static func rules(_ zone: String) -> ZoneRules? {
    guard isName(zone) else { return nil }
    let descriptor = unsafe open(folder + zone, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { return nil }
    defer { close(descriptor) }
    var bytes = [UInt8](repeating: 0, count: largest)
    var count = 0
    while count < largest {
      let got = unsafe bytes.withUnsafeMutableBytes {
        unsafe read(descriptor, $0.baseAddress.map { unsafe $0 + count }, largest - count)
      }
      if got < 0 && errno == EINTR { continue }
      guard got >= 0 else { return nil }
      if got == 0 { break }
      count += got
    }
    return try? ZoneRules(tzif: Array(bytes[..<count]))
  }

  /// Whether the machine has data for a zone.
  package static func exists(_ zone: String) -> Bool { rules(zone) != nil }

  /// Whether the name stays inside the folder: `Area/City`, letters, digits, `+`, `-`, `_`.
  private static func isName(_ zone: String) -> Bool {
    !zone.isEmpty && zone.utf8.count <= 64 && zone.utf8.first != UInt8(ascii: "/")
      && zone.utf8.allSatisfy { byte in
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
          UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "/"), UInt8(ascii: "_"),
          UInt8(ascii: "+"), UInt8(ascii: "-"):
          true
        default: false
        }
      }
  }
}
