import DocumentTesting
import PolicyFiles
import Testing
import VaultPolicy

/// A generator that gives the same numbers in every run (Steele and others, SplitMix64, 2014).
struct SeededGenerator: RandomNumberGenerator {
  var state: UInt64

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var z = state
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return z ^ (z >> 31)
  }
}

@Suite struct DamagedPolicies {
  /// Bytes that mean something to YAML, more likely than others.
  private static let signs = Array("&*!|>'\"#%@`{}[],:?-\n \t\\0aé".utf8)

  private func damaged(_ text: String, _ random: inout SeededGenerator) -> [UInt8] {
    var bytes = Array(text.utf8)
    for _ in 0..<Int.random(in: 1...4, using: &random) {
      let index = Int.random(in: 0..<bytes.count, using: &random)
      let byte = Self.signs.randomElement(using: &random) ?? 0
      switch Int.random(in: 0..<5, using: &random) {
      case 0: bytes[index] = UInt8.random(in: 0...255, using: &random)
      case 1: bytes[index] = byte
      case 2: bytes.insert(byte, at: index)
      case 3: bytes.removeSubrange(index..<min(bytes.count, index + 40))
      default: bytes.insert(contentsOf: bytes[index..<min(bytes.count, index + 80)], at: index)
      }
    }
    return bytes
  }

  @Test func twoThousandDamagedPoliciesAreReadOrRefusedWithPlaces() {
    var random = SeededGenerator(state: 2026)
    var refused = 0
    for _ in 0..<2000 {
      let text = String(decoding: damaged(smallPolicy, &random), as: UTF8.self)
      let found = problems(of: text)
      refused += found.isEmpty ? 0 : 1
      #expect(found.allSatisfy { !$0.message.isEmpty && $0.place.hasPrefix("policy.yaml") })
    }
    #expect(refused > 1000)
  }

  @Test func whatIsReadCanBeCompiled() throws {
    var random = SeededGenerator(state: 11)
    for _ in 0..<500 {
      let text = String(decoding: damaged(smallPolicy, &random), as: UTF8.self)
      guard let policy = try? parsed(text).policy else { continue }
      #expect(try Policy(canonicalJSON: policy.canonicalJSON()) == policy)
    }
  }

  @Test func twoThousandDamagedCompiledPoliciesAreRefused() throws {
    var random = SeededGenerator(state: 7)
    let json = try parsed(smallPolicy).policy.canonicalJSON()
    for _ in 0..<2000 {
      let text = String(decoding: damaged(json, &random), as: UTF8.self)
      guard let policy = try? Policy(canonicalJSON: text) else { continue }
      // A text that is still canonical says exactly what it writes.
      #expect(policy.canonicalJSON() == text)
    }
  }

  @Test(.timeLimit(.minutes(1)))
  func aThousandPurposesLoad() throws {
    var text = smallPolicy.with("never:", "MARK").split(separator: "MARK")[0].description
    for index in 0..<1000 {
      text += """
          marketing.p\(index):
            title: Purpose \(index)
            benefit: You get something out of it.
            basis: consent
            categories: [contact.name, contact.email]
            recipients: [self, mailer]
            channels: [email]
            actors: [robot]
            consent: {max_lifetime: 30d, renew_notice: 3d, methods: [web-form]}
            contact: {at_most: 1 per 7d, quiet: "21:00-08:00 Europe/Berlin"}
            retention: 0d

        """
    }
    text += "never:\n  - {id: N1, say: No health, purposes: [marketing], categories: [health]}\n"
    let policy = try parsed(text).policy
    #expect(policy.purposes.count == 1004)
    #expect(try Policy(canonicalJSON: policy.canonicalJSON()) == policy)
  }
}
