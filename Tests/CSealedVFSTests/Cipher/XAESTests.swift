import CSQLite
import CSealedVFS
import CVFSProbes
import Testing

/// XAES-256-GCM against what others computed (c2sp.org/XAES-256-GCM).
@Suite struct XAESTests {
  struct Vector: Sendable {
    let key: UInt8
    let additional: String
    let sealed: String
  }

  /// The two published vectors, of nonce `ABCDEFGHIJKLMNOPQRSTUVWX` and plaintext `XAES-256-GCM`.
  ///
  /// The first key's CMAC subkey is a plain shift, the second's takes the carry.
  static let published = [
    Vector(
      key: 1, additional: "", sealed: "ce546ef63c9cc60765923609b33a9a1974e96e52daf2fcf7075e2271"),
    Vector(
      key: 3, additional: "c2sp.org/XAES-256-GCM",
      sealed: "986ec1832593df5443a179437fd083bf3fdb41abd740a21f71eb769d"),
  ]

  @Test(arguments: published) func thePublishedVectorsHold(_ vector: Vector) {
    let key = [UInt8](repeating: vector.key, count: 32)
    let nonce = Array("ABCDEFGHIJKLMNOPQRSTUVWX".utf8)
    let plain = Array("XAES-256-GCM".utf8)
    let additional = Array(vector.additional.utf8)
    let sealed = Self.seal(key, nonce, additional, plain)
    #expect(Self.hexadecimal(sealed) == vector.sealed)
    #expect(Self.open(key, nonce, additional, sealed) == plain)
  }

  /// 10,000 messages drawn from SHAKE-128, and the hash of all that was sealed: the specification's
  /// accumulated test.
  @Test func theAccumulatedVectorHolds() {
    let noBytes: [UInt8] = []
    var stream = [UInt8](repeating: 0, count: 10_000 * (32 + 24 + 2 + 2 * 255))
    #expect(unsafe probes_shake128(noBytes, 0, &stream, stream.count) == 1)
    #expect(Self.hexadecimal(stream.prefix(16)) == "7f9c2ba4e88f827d616045507605853e")
    var position = 0
    func draw(_ count: Int) -> [UInt8] {
      defer { position += count }
      return Array(stream[position..<(position + count)])
    }
    var all: [UInt8] = []
    var refused = 0
    for _ in 0..<10_000 {
      let (key, nonce) = (draw(32), draw(24))
      let plain = draw(Int(draw(1)[0]))
      let additional = draw(Int(draw(1)[0]))
      let sealed = Self.seal(key, nonce, additional, plain)
      if Self.open(key, nonce, additional, sealed) != plain { refused += 1 }
      all += sealed
    }
    var digest = [UInt8](repeating: 0, count: 32)
    #expect(unsafe probes_shake128(all, all.count, &digest, digest.count) == 1)
    #expect(refused == 0)
    #expect(
      Self.hexadecimal(digest)
        == "e6b9edf2df6cec60c8cbd864e2211b597fb69a529160cd040d56c0c210081939")
  }

  @Test func aMessageThatDoesNotFitIsRefusedAndLeavesZeros() {
    let key = [UInt8](repeating: 1, count: 32)
    let nonce = [UInt8](repeating: 2, count: 24)
    let sealed = Self.seal(key, nonce, [3], Array("a consent".utf8))
    for bit in 0..<(sealed.count * 8) {
      var tampered = sealed
      tampered[bit / 8] ^= 1 << (bit % 8)
      #expect(Self.open(key, nonce, [3], tampered) == nil)
    }
    #expect(Self.open(key, nonce, [4], sealed) == nil)
    for byte in nonce.indices {
      var other = nonce
      other[byte] ^= 1
      #expect(Self.open(key, other, [3], sealed) == nil)
    }
    for byte in key.indices {
      var other = key
      other[byte] ^= 0x80
      #expect(Self.open(other, nonce, [3], sealed) == nil)
    }
  }

  // MARK: calls

  private static func seal(
    _ key: [UInt8], _ nonce: [UInt8], _ additional: [UInt8], _ plain: [UInt8]
  ) -> [UInt8] {
    var out = [UInt8](repeating: 0, count: plain.count)
    var tag = [UInt8](repeating: 0, count: 16)
    let done = unsafe csealed_xaes_seal(
      key, nonce, additional, additional.count, plain, plain.count, &out, &tag)
    return done == 1 ? out + tag : []
  }

  /// Nil if it was refused; a refusal that left anything behind is recorded as an issue.
  private static func open(
    _ key: [UInt8], _ nonce: [UInt8], _ additional: [UInt8], _ sealed: [UInt8]
  ) -> [UInt8]? {
    var out = [UInt8](repeating: 0xee, count: sealed.count - 16)
    let done = unsafe csealed_xaes_open(
      key, nonce, additional, additional.count, sealed, out.count, Array(sealed.suffix(16)), &out)
    guard done != 1 else { return out }
    if out.contains(where: { $0 != 0 }) { Issue.record("refused bytes were left behind") }
    return nil
  }

  private static func hexadecimal(_ bytes: some Sequence<UInt8>) -> String {
    bytes.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
  }
}
