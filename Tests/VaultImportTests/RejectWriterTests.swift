import FoundationEssentials
import Glibc
import Testing
import VaultImport

@Suite struct RejectWriterTests {
  private struct Line: Decodable, Equatable {
    let line: Int
    let code: String
    let message: String
    var column: String?
    var row: String?
    var row_base64: String?
  }

  private func lines(_ file: borrowing TemporaryFile) throws -> [Line] {
    try file.contents().split(separator: UInt8(ascii: "\n"))
      .map { try JSONDecoder().decode(Line.self, from: Data($0)) }
  }

  @Test func aRejectedRowIsWrittenWithItsText() throws {
    let file = try TemporaryFile()
    var writer = try RejectWriter(creating: file.path)
    let text = "a,\"b \"\"c\"\"\r\n\t\\ é\u{1}\u{1F642}\u{2028}\""
    try writer.write(
      line: 7, code: "WHEN_UNKNOWN", message: "column `x` says neither", column: "x",
      raw: Array(text.utf8))
    try writer.finish()
    #expect(
      try lines(file) == [
        Line(
          line: 7, code: "WHEN_UNKNOWN", message: "column `x` says neither", column: "x", row: text)
      ])
  }

  @Test func aRowThatIsNotUTF8IsWrittenInBase64() throws {
    let file = try TemporaryFile()
    var writer = try RejectWriter(creating: file.path)
    try writer.write(line: 2, code: "UTF8_INVALID", message: "m", column: nil, raw: [0x61, 0xFF])
    try writer.finish()
    #expect(
      try lines(file)
        == [Line(line: 2, code: "UTF8_INVALID", message: "m", row_base64: "Yf8=")])
  }

  @Test func aReadersRejectionIsWrittenAsItIs() throws {
    let read = try ReadInput.csv("a,b\n1\n")
    let file = try TemporaryFile()
    var writer = try RejectWriter(creating: file.path)
    let row = try #require(read.rows.first)
    guard case .failure(let rejection) = row.result else { return }
    try writer.write(rejection, row: row)
    try writer.finish()
    #expect(
      try lines(file) == [
        Line(
          line: 2, code: "COLUMN_COUNT", message: "the row has 1 cells, the header has 2",
          row: "1")
      ])
  }

  @Test func aRejectedLineOfJSONCanBeReadBack() throws {
    // What the writer escapes, the reader decodes: all of ASCII but NUL.
    let text = String(String.UnicodeScalarView((1..<128).compactMap(Unicode.Scalar.init)))
    let file = try TemporaryFile()
    var writer = try RejectWriter(creating: file.path)
    try writer.write(line: 1, code: "C", message: "m", column: nil, raw: Array(text.utf8))
    try writer.finish()
    #expect(try ReadInput.ndjson(try file.contents(), columns: ["row"]).texts == [[text]])
  }

  @Test func theFileIsForItsOwnerAlone() throws {
    let file = try TemporaryFile()
    try RejectWriter(creating: file.path).finish()
    var status = stat()
    #expect(unsafe stat(file.path, &status) == 0)
    #expect(status.st_mode & 0o7777 == 0o600)
  }

  @Test func anExistingFileIsNeverWrittenOver() throws {
    let file = try TemporaryFile([1, 2, 3])
    do {
      _ = try RejectWriter(creating: file.path)
      Issue.record("the file was opened")
    } catch {
      #expect(error.code == .rejectsExist)
    }
    #expect(try file.contents() == [1, 2, 3])
  }

  @Test func aSymbolicLinkIsNeverFollowed() throws {
    let target = try TemporaryFile()
    let link = try TemporaryFile()
    #expect(unsafe symlink(target.path, link.path) == 0)
    do {
      _ = try RejectWriter(creating: link.path)
      Issue.record("the link was followed")
    } catch {
      #expect(error.code == .rejectsExist)
    }
    #expect(!FileManager.default.fileExists(atPath: target.path))
  }

  @Test func aFolderThatDoesNotExistIsRefused() throws {
    let file = try TemporaryFile()
    do {
      _ = try RejectWriter(creating: file.path + "/x")
      Issue.record("the file was made")
    } catch {
      #expect(error.code == .rejectsUnwritable && error.systemError == ENOENT)
    }
  }

  @Test func manyRowsAreWrittenInOrder() throws {
    let file = try TemporaryFile()
    var writer = try RejectWriter(creating: file.path)
    let raw = [UInt8](repeating: UInt8(ascii: "x"), count: 1000)
    for line in 1...500 {
      try writer.write(line: line, code: "C", message: "m", column: nil, raw: raw)
    }
    try writer.finish()
    #expect(try lines(file).map(\.line) == Array(1...500))
  }
}
