import Testing
import VaultModel

@testable import VaultCrypto

@Suite struct MACKeyTests {
  private func key() throws -> MACKey {
    MACKey(try KeyMaterial(SecretBytes(copying: counting(from: 0, 32))))
  }

  @Test func aKeptContextAnswersAsAFreshOneDoes() throws {
    let key = try key()
    for text in ["", "a", "ab", String(repeating: "x", count: 300)] {
      var message = FieldEncoder("m")
      message.append(text)
      let fresh = Shim.hmac(key: counting(from: 0, 32), try message.bytes)
      #expect(try key.code(message).bytes == fresh)
      #expect(try key.code(message).bytes == fresh)
    }
  }

  @Test func anotherCodeIsRefused() throws {
    let (key, message) = (try key(), FieldEncoder("m"))
    let code = try key.code(message).bytes
    #expect(try key.verifies(code, of: message))
    for index in code.indices {
      #expect(try !key.verifies(code.flipped(at: index), of: message))
    }
    #expect(try !key.verifies(code.dropLast(), of: message))
    #expect(try !key.verifies([], of: message))
    #expect(try !key.verifies(code, of: FieldEncoder("n")))
  }

  @Test func oneKeyServesManyThreads() async throws {
    let key = try key()
    let expected = try key.code(FieldEncoder("m"))
    await withTaskGroup(of: Bool.self) { group in
      for _ in 0..<64 {
        group.addTask { (try? key.code(FieldEncoder("m"))) == expected }
      }
      for await isSame in group { #expect(isSame) }
    }
  }
}
