import CVaultCrypto
import Testing

@testable import VaultCrypto

@Suite(.serialized) struct SecretBytesTests {
  private final class Holder: Sendable {
    let secret: SecretBytes
    init() throws(CryptoError) { secret = try .random(count: 32) }
  }

  @Test func aNewSecretIsZeroed() throws {
    let secret = try SecretBytes(count: 32)
    #expect(secret.array == [UInt8](repeating: 0, count: 32))
  }

  @Test func aCopyHoldsTheSameBytesAndIsAnother() throws {
    let secret = try SecretBytes(copying: counting(from: 1, 40))
    var copy = try secret.copy()
    #expect(copy.array == counting(from: 1, 40))
    unsafe copy.withMutableBytes { unsafe $0[0] = 0 }
    #expect(secret.array == counting(from: 1, 40))
  }

  @Test func equalityIsOfBytesAndCount() throws {
    let secret = try SecretBytes(copying: [1, 2, 3])
    // A noncopyable operand does not go through the macro.
    let same = try secret.equals(SecretBytes(copying: [1, 2, 3], in: .wipedMemory))
    let other = try secret.equals(SecretBytes(copying: [1, 2, 4]))
    let shorter = try secret.equals(SecretBytes(copying: [1, 2]))
    let empty = try SecretBytes(count: 0).equals(SecretBytes(count: 0))
    #expect(same && empty)
    #expect(!other && !shorter)
  }

  @Test func shorteningWipesTheRest() throws {
    var secret = try SecretBytes(copying: counting(from: 1, 32))
    let rest = unsafe secret.withBytes { unsafe $0.baseAddress.map { unsafe $0 + 8 } }
    secret.shorten(to: 8)
    #expect(secret.array == counting(from: 1, 8))
    let left = unsafe rest.map { unsafe Array(UnsafeRawBufferPointer(start: $0, count: 24)) }
    #expect(left == [UInt8](repeating: 0, count: 24))
    secret.shorten(to: 9)
    secret.shorten(to: -1)
    #expect(secret.count == 8)
  }

  @Test func randomSecretsDiffer() throws {
    let (a, b) = (try Holder(), try Holder())
    let isSame = a.secret.equals(b.secret)
    #expect(!isSame)
    #expect(Set(a.secret.array).count > 8)
  }

  @Test func keysLieInTheSecureHeapAndValuesDoNot() throws {
    let key = try SecretBytes(count: 32)
    let value = try SecretBytes(count: 1 << 21, in: .wipedMemory)
    #expect(value.count == 1 << 21)
    #expect(key.count == 32)
    // Where the limits allow it, as on any common system, the heap is locked.
    #expect(SecureHeap.isLocked == (cvc_secure_is_locked() == CVC_OK))
  }

  @Test func theSecureHeapHoldsThousandsOfKeys() throws {
    var holders: [Holder] = []
    for _ in 0..<4_000 { holders.append(try Holder()) }
    #expect(holders.count == 4_000)
  }

  @Test func aFullSecureHeapIsAnErrorAndNotOrdinaryMemory() throws {
    #expect(throws: CryptoError.unavailable("the secure heap")) {
      _ = try SecretBytes(count: 4 << 20)
    }
  }
}
