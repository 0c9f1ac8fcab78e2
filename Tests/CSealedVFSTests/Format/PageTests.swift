import CSQLite
import CSealedVFS
import Testing

/// The form of a sealed page (page.c) and the place it is bound to.
@Suite struct PageTests {
  private static let id = (0xa0..<0xb0).map { UInt8($0) }
  /// The end of page 7 of a database with that id, as a second implementation seals it.
  ///
  /// That is AES-ECB and AES-GCM of Python's `cryptography`, put together by the specification: key of
  /// epoch 1, nonce 0x40 and on, content `31 i + 5`, pad 0 to 15.
  private static let trailer: [UInt8] = [
    0, 1, 0, 0, 0, 1, 0, 0, 0x40, 0x41, 0x42, 0x43, 0x44, 0x45, 0x46, 0x47, 0x48, 0x49, 0x4a, 0x4b,
    0x4c, 0x4d, 0x4e, 0x4f, 0x50, 0x51, 0x52, 0x53, 0x54, 0x55, 0x56, 0x57, 0x75, 0x95, 0x30, 0x5b,
    0x33, 0xd4, 0x94, 0x20, 0xab, 0xa6, 0x27, 0x3c, 0xb6, 0x54, 0xb7, 0x51,
  ]
  private static let content = (0..<4032).map { UInt8(truncatingIfNeeded: $0 * 31 + 5) }

  /// Page 7 as the second implementation seals it; only its trailer is a literal, the body follows from
  /// the cipher, which ``XAESTests`` proves.
  private static func page(
    number: UInt32 = 7, format: UInt8 = 1, epoch: UInt32 = 1, zeros: UInt8 = 0,
    id: [UInt8] = id, key: UInt32? = nil
  ) -> [UInt8] {
    let header = [0, format] + bigEndian(epoch) + [0, zeros]
    let nonce = Array(trailer[8..<32])
    let plain = content + (0..<16).map { UInt8($0) }
    var sealed = [UInt8](repeating: 0, count: plain.count)
    var tag = [UInt8](repeating: 0, count: 16)
    let additional = id + bigEndian(number) + header
    _ = unsafe csealed_xaes_seal(
      Sealed.key(key ?? epoch), nonce, additional, additional.count, plain, plain.count, &sealed,
      &tag)
    return sealed + header + nonce + tag
  }

  private static func bigEndian(_ value: UInt32) -> [UInt8] {
    (0..<4).map { UInt8(truncatingIfNeeded: value >> (24 - 8 * $0)) }
  }

  @Test func aPageOfTheSecondImplementationOpens() {
    let page = Self.page()
    #expect(page.suffix(48) == Self.trailer[...])
    let plain = Sealed().open(page, number: 7, of: Self.id)
    #expect(plain == Self.content + (0..<16).map { UInt8($0) } + [UInt8](repeating: 0, count: 48))
  }

  @Test func everyFlippedBitIsRefused() {
    let sealed = Sealed()
    let page = Self.page()
    var opened = 0
    for bit in 0..<(pageSize * 8) {
      var tampered = page
      tampered[bit / 8] ^= 1 << (bit % 8)
      if sealed.open(tampered, number: 7, of: Self.id) != nil { opened += 1 }
    }
    #expect(opened == 0)
  }

  @Test func aPageElsewhereIsRefused() {
    let sealed = Sealed()
    let page = Self.page()
    for number in [0, 1, 6, 8, 7 + 1 << 8, 0x0700_0000] {
      #expect(sealed.open(page, number: number, of: Self.id) == nil)
    }
    var other = Self.id
    other[15] ^= 1
    #expect(sealed.open(page, number: 7, of: other) == nil)
    #expect(sealed.open(Self.page(id: other), number: 7, of: Self.id) == nil)
  }

  /// Even if it was sealed so by somebody who has the key.
  @Test func anotherFormatOrByteThatMustBeZeroIsRefused() {
    let sealed = Sealed(epochs: [1, 2])
    #expect(sealed.open(Self.page(epoch: 2), number: 7, of: Self.id) != nil)
    #expect(sealed.open(Self.page(format: 2), number: 7, of: Self.id) == nil)
    #expect(sealed.open(Self.page(format: 0), number: 7, of: Self.id) == nil)
    #expect(sealed.open(Self.page(zeros: 1), number: 7, of: Self.id) == nil)
    #expect(sealed.open(Self.page(epoch: 3), number: 7, of: Self.id) == nil)
    #expect(sealed.open(Self.page(epoch: 1, key: 2), number: 7, of: Self.id) == nil)
  }

  @Test func aPageOfZerosIsRefused() {
    let zeros = [UInt8](repeating: 0, count: pageSize)
    #expect(Sealed().open(zeros, number: 7, of: Self.id) == nil)
    #expect(Sealed(epochs: [0]).open(zeros, number: 7, of: Self.id) == nil)
  }

  /// The file: the id in clear, every page of the form above, and no two nonces alike.
  @Test func aDatabaseHasTheForm() throws {
    let folder = try Folder()
    let sealed = Sealed()
    let database = try Database.make(folder.database, sealed)
    try database.run("CREATE TABLE t(x); INSERT INTO t VALUES (randomblob(100000))")
    try database.checkpoint()
    let file = try bytes(of: folder.database)
    let id = Array(file.prefix(16))
    #expect(csealedIsPlain(file) == false)
    #expect(file.count % pageSize == 0 && file.count > 20 * pageSize)
    var nonces = Set<[UInt8]>()
    for number in 1...(file.count / pageSize) {
      let page = Array(file[((number - 1) * pageSize)..<(number * pageSize)])
      #expect(page[4048..<4056] == [0, 1, 0, 0, 0, 1, 0, 0])
      let plain = try #require(sealed.open(page, number: number, of: id))
      #expect(plain.suffix(48) == [UInt8](repeating: 0, count: 48)[...])
      if number == 1 { #expect(csealedIsPlain(plain) && plain[20] == UInt8(reserved)) }
      nonces.insert(Array(page[4056..<4080]))
    }
    #expect(nonces.count == file.count / pageSize)
  }

  private func csealedIsPlain(_ bytes: [UInt8]) -> Bool {
    unsafe csealed_is_plain(bytes) != 0
  }
}
