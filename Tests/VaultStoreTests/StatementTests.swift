import CSQLite
import Testing

@testable import VaultStore

/// What a statement reads is what stands in the column, or it says that it is not.
@Suite struct StatementTests {
  /// Reads the one column of a query as a text.
  private func text(of column: String) throws -> (text: String, isMistyped: Bool) {
    var handle: OpaquePointer?
    guard unsafe sqlite3_open(":memory:", &handle) == SQLITE_OK, let handle = unsafe handle else {
      throw StoreError.integrity("a test's database")
    }
    defer { unsafe sqlite3_close_v2(handle) }
    let statement = unsafe try Statement(sql: "SELECT \(column)", on: handle)
    #expect(try statement.step())
    return (statement.text(0), statement.isMistyped)
  }

  @Test(arguments: ["", "a", "contact.email", "Bjørn \u{1F4E8}"])
  func aTextIsReadAsItIs(_ text: String) throws {
    let read = try self.text(of: "'\(text)'")
    #expect(read.text == text && !read.isMistyped)
  }

  /// The first three bytes are the beginning of a character that takes four: what stands for them in a
  /// repaired text takes three as well.
  @Test(arguments: ["x'F09F98'", "x'FF'", "x'610062'", "x'00'", "x'EDA080'"])
  func aTextThatIsNoneIsNoticed(_ bytes: String) throws {
    #expect(try text(of: "CAST(\(bytes) AS TEXT)").isMistyped)
  }

  @Test(arguments: ["1", "1.5", "NULL", "x'61'"])
  func anotherTypeIsNoticed(_ column: String) throws {
    #expect(try text(of: column).isMistyped)
  }
}
