import CVaultCrypto
import Glibc
import Testing
import VaultModel

@testable import VaultCrypto

/// Keys that are kept outside the secure heap, under a mask that lies in it.
@Suite struct MaskedKeyTests {
  private func key(_ first: UInt8) throws -> KeyMaterial {
    try KeyMaterial(SecretBytes(copying: counting(from: first, 32)))
  }

  private func bytes(_ key: KeyMaterial) -> [UInt8] { unsafe key.withBytes { unsafe Array($0) } }

  /// What the memory of an object holds, to the end of what the allocator gave for it.
  private func memory(of key: KeyMaterial) throws -> [UInt8] {
    // malloc.h is not among what Glibc's module shows.
    let found = unsafe dlsym(nil, "malloc_usable_size")
    let size = unsafe unsafeBitCast(
      try #require(unsafe found), to: (@convention(c) (UnsafeMutableRawPointer) -> Int).self)
    let start = unsafe Unmanaged.passUnretained(key).toOpaque()
    return unsafe Array(UnsafeRawBufferPointer(start: start, count: size(start)))
  }

  @Test func aMaskedKeyIsTheSameKey() throws {
    let key = try key(1)
    let masked = try key.masking()
    #expect(bytes(masked) == bytes(key))
    #expect(bytes(masked) == counting(from: 1, 32))
    #expect(try bytes(masked.masking()) == bytes(key))
  }

  @Test func nothingOfAKeyStandsInTheMemoryOfAMaskedOne() throws {
    let masked = try key(1).masking()
    let held = try memory(of: masked)
    #expect(held.count >= 32)
    // Four bytes in a row are there by chance once in 2^32 tries.
    for start in 0..<29 {
      #expect(!held.contains(Array(counting(from: 1, 32)[start..<start + 4])))
    }
  }

  @Test func eachMaskIsAnother() throws {
    let numbers = (0..<200).map { _ in cvc_mask_number() }
    #expect(Set(numbers).count == 200)
    var pads: Set<[UInt8]> = []
    for number in numbers {
      var pad = [UInt8](repeating: 0, count: 32)
      #expect(unsafe cvc_mask(number, &pad) == CVC_OK)
      pads.insert(pad)
      // The second time it is taken off.
      #expect(unsafe cvc_mask(number, &pad) == CVC_OK)
      #expect(pad == [UInt8](repeating: 0, count: 32))
    }
    #expect(pads.count == 200 && !pads.contains([UInt8](repeating: 0, count: 32)))
  }

  @Test func aPartOfALongerSecretIsMaskedAlone() throws {
    let whole = try KeyMaterial(SecretBytes(copying: counting(from: 0, 96)))
    let part = try #require(whole.key(at: 32))
    let masked = try part.masking()
    #expect(bytes(masked) == counting(from: 32, 32))
    #expect(masked.key(at: 0).map(bytes) == counting(from: 32, 32))
    #expect(masked.key(at: 1) == nil && masked.key(at: 32) == nil && masked.key(at: -1) == nil)
  }

  @Test func aMaskedCategoryKeyOpensWhatTheKeySealed() throws {
    let key = CategoryKey(try key(1), epoch: 7)
    let masked = try key.masked()
    #expect(masked.epoch == 7)
    let sealed = try key.seal(Array("value".utf8), for: Fixture.place())
    #expect(try masked.open(sealed, at: Fixture.place()).array == Array("value".utf8))
    let other = try masked.seal(Array("other".utf8), for: Fixture.place())
    #expect(try key.open(other, at: Fixture.place()).array == Array("other".utf8))
    #expect(throws: CryptoError.authenticationFailed) {
      _ = try CategoryKey(self.key(2), epoch: 7).masked().open(sealed, at: Fixture.place())
    }
  }

  @Test func aMaskedLogSecretTagsAndSealsAsTheSecretDoes() throws {
    let secret = try LogSecret(bytes: counting(from: 9, 32))
    let masked = try secret.masked()
    for leaf in [0, 1, 1 << 40] as [UInt64] {
      #expect(try masked.tag(leaf: leaf) == secret.tag(leaf: leaf))
    }
    #expect(try secret.open(private: masked.seal(private: [1, 2, 3])) == [1, 2, 3])
    #expect(try masked.open(private: secret.seal(private: [])) == [])
    #expect(unsafe masked.withBytes { unsafe Array($0) } == counting(from: 9, 32))
  }

  @Test func aMaskedKeyServesManyThreads() async throws {
    let masked = try key(1).masking()
    await withTaskGroup(of: Bool.self) { group in
      for _ in 0..<64 { group.addTask { self.bytes(masked) == counting(from: 1, 32) } }
      for await isSame in group { #expect(isSame) }
    }
  }
}

/// HMAC and HKDF made by hand are what their definitions say, for every length around their borders.
@Suite struct HandmadeCodeTests {
  /// RFC 2104, section 2.
  private func hmac(key: [UInt8], _ message: [UInt8]) -> [UInt8] {
    let short = key.count > 64 ? SHA256.digest(of: key).bytes : key
    let block = short + [UInt8](repeating: 0, count: 64 - short.count)
    let inner = SHA256.digest(of: block.map { $0 ^ 0x36 } + message).bytes
    return SHA256.digest(of: block.map { $0 ^ 0x5c } + inner).bytes
  }

  /// RFC 5869, section 2.3.
  private func expand(key: [UInt8], info: [UInt8], count: Int) -> [UInt8] {
    var (made, block): ([UInt8], [UInt8]) = ([], [])
    var number: UInt8 = 0
    while made.count < count {
      number += 1
      block = hmac(key: key, block + info + [number])
      made += block
    }
    return Array(made.prefix(count))
  }

  @Test func aCodeIsThatOfTheDefinition() {
    for key in [0, 1, 31, 32, 33, 55, 56, 63, 64, 65, 127, 128, 129, 1_000] {
      for message in [0, 1, 55, 56, 63, 64, 65, 119, 120, 1_000] {
        let (key, message) = (counting(from: 3, key), counting(from: 5, message))
        #expect(Shim.hmac(key: key, message) == hmac(key: key, message))
      }
    }
  }

  @Test func aDerivedKeyIsThatOfTheDefinition() {
    for (key, salt, info) in [(32, 0, 0), (0, 64, 1), (65, 65, 64), (200, 1, 300)] {
      let (key, salt) = (counting(from: 1, key), counting(from: 2, salt))
      let info = counting(from: 4, info)
      for count in [1, 31, 32, 33, 64, 65, 255 * 32 - 1, 255 * 32] {
        #expect(
          Shim.expand(key: key, info: info, count: count)
            == expand(key: key, info: info, count: count))
        #expect(
          Shim.hkdf(key: key, salt: salt, info: info, count: count)
            == expand(key: hmac(key: salt, key), info: info, count: count))
      }
    }
  }
}
