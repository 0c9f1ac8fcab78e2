import Testing
import VaultCrypto
import VaultModel

@Suite struct ByteReaderTests {
  @Test func fieldsAreReadInOrder() {
    var reader = ByteReader(hex("01 0002 00000003 0000000000000004 0002 6162 ff"))
    #expect(reader.number(UInt8.self) == 1)
    #expect(reader.number(UInt16.self) == 2)
    #expect(reader.number(UInt32.self) == 3)
    #expect(reader.number(UInt64.self) == 4)
    #expect(reader.text() == "ab")
    #expect(reader.remaining == 1)
    #expect(reader.take(1) == [0xff])
    #expect(reader.isAtEnd)
    #expect(reader.number(UInt8.self) == nil)
  }

  @Test func aLengthBeyondTheEndIsRefusedAndNothingIsConsumed() {
    var reader = ByteReader(hex("0003 6162"))
    #expect(reader.prefixed() == nil)
    #expect(reader.text() == nil)
    #expect(reader.identifier() == nil)
    #expect(reader.digest() == nil)
    #expect(reader.take(-1) == nil)
    #expect(reader.take(.max) == nil)
    #expect(reader.position == 0)
  }

  @Test func textThatIsNotUTF8IsRefused() {
    var reader = ByteReader(hex("0002 c328"))
    #expect(reader.text() == nil)
  }

  @Test func timesOutsideTheirRangeAreRefused() {
    var last = ByteReader(hex("0000e677d21fdbff"))
    #expect(last.timestamp() == .latest)
    var after = ByteReader(hex("0000e677d21fdc00"))
    #expect(after.timestamp() == nil)
    var huge = ByteReader(hex("ffffffffffffffff"))
    #expect(huge.timestamp() == nil)
  }
}
