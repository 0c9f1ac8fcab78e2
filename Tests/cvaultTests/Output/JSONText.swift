import Testing
import VaultModel

@testable import cvault

@Suite struct JSONText {
  private func text(_ value: JSONValue) -> String { String(decoding: value.encoded, as: UTF8.self) }

  @Test func keysStayInTheirOrder() {
    #expect(text(["z": 1, "a": .list([.null, .flag(true)])]) == #"{"z":1,"a":[null,true]}"#)
  }

  // RFC 8259, section 7.
  @Test(arguments: [
    ("\"", #""\"""#), ("\\", #""\\""#), ("\n", #""\n""#), ("\u{0}", #""\u0000""#),
    ("\u{1B}[2J", #""\u001b[2J""#), ("\u{7F}", #""\u007f""#), ("é例😀", "\"é例😀\""),
  ])
  func controlsAreEscapedAndNothingElse(plain: String, written: String) {
    #expect(text(.text(plain)) == written)
  }

  @Test func aNumberThatDoesNotFitIsTextNotAnotherNumber() {
    #expect(text(.number(UInt64.max)) == #""18446744073709551615""#)
    #expect(text(.number(UInt64(Int64.max))) == "9223372036854775807")
  }

  @Test func anAbsentThingIsNull() {
    #expect(text(.number(UInt64?.none)) == "null")
    #expect(text(.text(String?.none)) == "null")
  }
}

extension JSONValue: ExpressibleByIntegerLiteral {
  /// A whole number.
  package init(integerLiteral value: Int64) { self = .number(value) }
}
