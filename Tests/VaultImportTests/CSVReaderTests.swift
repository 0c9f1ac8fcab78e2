import Testing
import VaultImport

@Suite struct CSVReaderTests {
  // MARK: Header

  @Test func theFirstRecordNamesTheColumns() throws {
    let read = try ReadInput.csv("id,e-mail,\"two\nlines\"\n1,a,b\n")
    #expect(read.header == ["id", "e-mail", "two\nlines"])
    #expect(read.texts == [["1", "a", "b"]])
    #expect(read.error == nil)
  }

  @Test func aHeaderAloneHasNoRows() throws {
    for input in ["id,name", "id,name\n", "id,name\r\n"] {
      let read = try ReadInput.csv(input)
      #expect(read.header == ["id", "name"] && read.rows.isEmpty && read.error == nil)
    }
  }

  @Test(arguments: ["", "\u{feff}"]) func anEmptyInputIsRefused(input: String) throws {
    #expect(try ReadInput.csv(input).error?.code == .headerMissing)
  }

  @Test func twoColumnsOfOneNameAreRefusedWithoutTellingTheName() throws {
    let error = try ReadInput.csv("Canary,b,Canary\n1,2,3\n").error
    #expect(error?.code == .headerNameTwice)
    #expect(error?.message == "columns 1 and 3 of the header have the same name")
  }

  @Test func namesThatDifferOnlyInUnicodeFormAreOneName() throws {
    #expect(try ReadInput.csv("caf\u{e9},cafe\u{301}\n").error?.code == .headerNameTwice)
  }

  @Test func namesThatDifferInCaseAreTwoNames() throws {
    #expect(try ReadInput.csv("id,ID\n").header == ["id", "ID"])
  }

  @Test(arguments: ["a,,c\n", "a,\n", ",\n", "\n", "a,\"\"\n"])
  func aColumnWithoutANameIsRefused(input: String) throws {
    #expect(try ReadInput.csv(input).error?.code == .headerNameEmpty)
  }

  @Test func aByteOrderMarkIsDroppedAtTheStartOnly() throws {
    let read = try ReadInput.csv("\u{feff}id,name\n\u{feff}1,\u{feff}\n")
    #expect(read.header == ["id", "name"])
    #expect(read.texts == [["\u{feff}1", "\u{feff}"]])
  }

  @Test func aHeaderThatIsNoTextIsRefused() throws {
    #expect(try ReadInput.csv([0x61, 0xFF, 0x0A]).error?.code == .headerInvalid)
    #expect(try ReadInput.csv([0x61, 0x00, 0x0A]).error?.code == .headerInvalid)
    // UTF-16 with its byte order mark.
    #expect(try ReadInput.csv([0xFF, 0xFE, 0x61, 0x00, 0x0A, 0x00]).error?.code == .headerInvalid)
  }

  @Test func atMost4096ColumnsAreTaken() throws {
    func header(_ count: Int) -> String { (1...count).map(String.init).joined(separator: ",") }
    #expect(try ReadInput.csv(header(4096)).header.count == 4096)
    #expect(try ReadInput.csv(header(4097)).error?.code == .columnsTooMany)
  }

  // MARK: Cells and line ends

  @Test func cellsAreNotTrimmed() throws {
    #expect(try ReadInput.csv("a,b\n  1 ,\t\n").texts == [["  1 ", "\t"]])
  }

  @Test func lfAndCRLFEndRows() throws {
    let read = try ReadInput.csv("a,b\r\n1,2\n3,4\r\n5,\"6\"\r\n7,\"8\"\n9,0")
    #expect(read.texts == [["1", "2"], ["3", "4"], ["5", "6"], ["7", "8"], ["9", "0"]])
    #expect(read.error == nil)
  }

  @Test(arguments: ["a,b\n1\r,2\n", "a,b\r1,2\r", "a,b\n1,\"2\"\r3,4\n", "a,b\n1,2\r"])
  func aCarriageReturnAloneIsRefused(input: String) throws {
    #expect(try ReadInput.csv(input).error?.code == .lineEndInvalid)
  }

  @Test func aQuotedCellHoldsCommasQuotesAndLineEnds() throws {
    let read = try ReadInput.csv("a,b\n\"x,\"\"y\"\"\r\nz\",\"\"\n\"\"\"\",\"\r\"\n")
    #expect(read.texts == [["x,\"y\"\r\nz", ""], ["\"", "\r"]])
    #expect(read.error == nil)
  }

  @Test func emptyCellsAreBlankQuotedOrNot() throws {
    let read = try ReadInput.csv("a,b,c\n,\"\",\n")
    guard case .success(let cells) = try #require(read.rows.first).result else {
      Issue.record("the row was rejected")
      return
    }
    #expect((0..<3).allSatisfy { cells[$0] == .blank })
  }

  @Test func cellsAreFoundByName() throws {
    let read = try ReadInput.csv("a,b\n1,2\n")
    let cells = try #require(read.rows.first).result.get()
    #expect(cells[column: "b"] == .text("2"))
    #expect(cells[column: "B"] == nil)
  }

  // MARK: Quotes

  @Test(arguments: ["a,b\n1,2\n3,4\"\n", "a,b\n1,2\n3,4\"5\"\n", "a,b\n1,2\n 3,\u{20}\"4\"\n"])
  func aQuoteInsideAnUnquotedCellStopsTheFile(input: String) throws {
    let read = try ReadInput.csv(input)
    #expect(read.texts == [["1", "2"]])
    #expect(read.error?.code == .quoteInCell)
    #expect(read.error?.line == 3)
  }

  @Test func textAfterAClosingQuoteStopsTheFile() throws {
    let read = try ReadInput.csv("a,b\n1,2\n\"x\ny\"z,4\n")
    #expect(read.texts == [["1", "2"]])
    #expect(read.error?.code == .quoteTrailingText)
    #expect(read.error?.line == 4)
  }

  @Test func anOpenQuoteAtTheEndNamesTheLineWhereItBegan() throws {
    let read = try ReadInput.csv("a,b\n1,2\n\"x\ny\",\"open\n5,6\n7,8\n")
    #expect(read.texts == [["1", "2"]])
    #expect(read.error?.code == .quoteUnterminated)
    #expect(read.error?.line == 4)
  }

  @Test func anErrorOfTheFileIsThrownAgain() throws {
    let file = try TemporaryFile(Array("a,b\n1\",2\n3,4\n".utf8))
    var reader = try CSVReader(try ByteSource(path: file.path))
    for _ in 0..<3 {
      #expect(throws: ImportFileError.self) { try reader.next() }
    }
  }

  // MARK: Rejected rows

  @Test func aRowOfAnotherWidthIsRejectedAlone() throws {
    let read = try ReadInput.csv("a,b\n1\n1,2\n1,2,3\n3,4\n\n5,6\n")
    #expect(
      read.codes == [.columnCount, nil, .columnCount, nil, .columnCount, nil])
    #expect(read.texts == [["1", "2"], ["3", "4"], ["5", "6"]])
    #expect(read.rows.map(\.raw).first == Array("1".utf8))
    #expect(read.error == nil)
  }

  @Test func anEmptyLineIsABlankCellOfTheOnlyColumn() throws {
    #expect(try ReadInput.csv("a\n1\n\n2\n").texts == [["1"], [""], ["2"]])
  }

  @Test func bytesThatAreNotUTF8RejectTheirRowAlone() throws {
    let malformed: [[UInt8]] = [
      [0xFF], [0xC0, 0x80], [0xED, 0xA0, 0x80], [0xE2, 0x82], [0xF5, 0x80, 0x80, 0x80], [0x80],
    ]
    for bytes in malformed {
      let input = Array("a,b\n1,".utf8) + bytes + Array("\n3,\u{1F642}\n".utf8)
      let read = try ReadInput.csv(input)
      #expect(read.codes == [.utf8Invalid, nil])
      #expect(read.rows.first?.raw == Array("1,".utf8) + bytes)
      #expect(read.texts == [["3", "\u{1F642}"]])
    }
  }

  @Test(arguments: ["a,b\n1,\0\n3,4\n", "a,b\n1,\"\0\"\n3,4\n"])
  func aNULByteRejectsItsRowAlone(input: String) throws {
    let read = try ReadInput.csv(input)
    #expect(read.codes == [.nulByte, nil])
    #expect(read.texts == [["3", "4"]])
  }

  @Test func aCellOf1MiBIsTakenAndOneByteMoreIsRejected() throws {
    let longest = String(repeating: "x", count: 1 << 20)
    let read = try ReadInput.csv("a,b\n1,\(longest)\n2,\(longest)x\n3,\"\(longest)\"\n4,y\n")
    #expect(read.codes == [nil, .cellTooLong, nil, nil])
    #expect(read.texts.map { $0[1].utf8.count } == [1 << 20, 1 << 20, 1])
    guard case .failure(let rejection) = read.rows[1].result else { return }
    #expect(rejection.column == "b")
  }

  @Test func doubledQuotesCountOnceInTheLengthOfACell() throws {
    let quotes = String(repeating: "\"\"", count: 1 << 20)
    let read = try ReadInput.csv("a\n\"\(quotes)\"\n\"\(quotes)\"\"\"\n")
    #expect(read.codes == [nil, .cellTooLong])
  }

  // The fourth chunk of 1,048,579 bytes ends between the CR and the LF of the longest row.
  @Test(arguments: [1 << 10, 1 << 16, 1_048_579])
  func aRowOver4MiBIsRejectedAlone(chunk: Int) throws {
    // Five cells; the row as written is 4 MiB for `spare` 0.
    func row(_ spare: Int) -> String {
      let cell = String(repeating: "x", count: (1 << 20) - 1)
      return "\(cell),\(cell),\(cell),\(cell.dropLast(8 - spare)),aaaaaaaa"
    }
    for lineEnd in ["\n", "\r\n"] {
      let input = ["a,b,c,d,e", row(0), row(1), "1,2,3,4,\"5\n6\"", "1,2,3,4,5", ""]
        .joined(separator: lineEnd)
      let read = try ReadInput.csv(input, chunk: chunk)
      #expect(read.codes == [nil, .rowTooLong, nil, nil])
      #expect(read.rows.map { $0.raw?.count } == [1 << 22, nil, 13, 9])
      #expect(read.lines == [2, 3, 4, 6])
      #expect(read.error == nil)
    }
  }

  @Test func linesAreCountedAsAnEditorCountsThem() throws {
    let read = try ReadInput.csv("\"a\nb\",c\r\n1,2\r\n\"x\r\ny\n\",3\nbad\n5,6")
    #expect(read.lines == [3, 4, 7, 8])
    #expect(read.codes == [nil, nil, .columnCount, nil])
  }

  @Test func aRejectionNeverRepeatsACell() throws {
    let read = try ReadInput.csv("a,b\nCanary\nCanary,\0\nCanary,\"Canary\"Canary\n")
    #expect(read.codes == [.columnCount, .nulByte])
    for row in read.rows {
      guard case .failure(let rejection) = row.result else { continue }
      #expect(!"\(rejection) \(String(describing: rejection.column))".contains("Canary"))
    }
    #expect(read.error?.description.contains("Canary") == false)
  }
}
