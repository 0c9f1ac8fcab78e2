import Testing
import VaultModel

@testable import cvault

// RFC 4180.
@Suite struct CSVRecords {
  private func text(_ value: JSONValue) -> String {
    String(decoding: CSVText.encoded(value), as: UTF8.self)
  }

  @Test func aListGivesOneRecordAnItem() {
    #expect(text(.list([["a": "1", "b": .null], ["b": "2"]])) == "a,b\r\n1,\r\n,2\r\n")
  }

  @Test func separatorsQuotesAndLinesAreQuoted() {
    #expect(text(["a": "x,\"y\"\nz"]) == "a\r\n\"x,\"\"y\"\"\nz\"\r\n")
  }

  @Test func whatIsInsideAValueIsJSON() {
    #expect(text(["a": .list(["x", "y"])]) == "a\r\n\"[\"\"x\"\",\"\"y\"\"]\"\r\n")
  }

  @Test func anEmptyListHasNoRecords() {
    #expect(text(.list([])) == "")
  }
}
