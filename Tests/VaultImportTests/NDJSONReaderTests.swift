import Testing
import VaultImport

@Suite struct NDJSONReaderTests {
  @Test func keysAreColumnsInAnyOrder() throws {
    let read = try ReadInput.ndjson(
      "{\"b\":\"2\",\"a\":\"1\"}\r\n{\"a\" : \"3\" , \"other\":0}\n\t{}", columns: ["a", "b"])
    #expect(read.header == ["a", "b"])
    #expect(read.texts == [["1", "2"], ["3", ""], ["", ""]])
    #expect(read.error == nil)
  }

  @Test func valuesAreKeptAsTheyAreWritten() throws {
    let line = #"{"a":1.50e+3,"b":-0,"c":true,"d":false,"e":null,"f":"","g":["x",""],"h":[]}"#
    let read = try ReadInput.ndjson(line, columns: ["a", "b", "c", "d", "e", "f", "g", "h"])
    let cells = try #require(read.rows.first).result.get()
    #expect(
      (0..<8).map { cells[$0] } == [
        .text("1.50e+3"), .text("-0"), .text("true"), .text("false"), .blank, .blank,
        .list(["x", ""]), .blank,
      ])
  }

  @Test func escapesAreDecoded() throws {
    let line = #"{"a":"\"\\\/\b\f\n\r\t\u00e9\uD83D\uDE42 é"}"#
    #expect(
      try ReadInput.ndjson(line, columns: ["a"]).texts
        == [["\"\\/\u{8}\u{c}\n\r\t\u{e9}\u{1F642} \u{e9}"]])
  }

  @Test func anEscapedKeyIsTheSameKey() throws {
    #expect(try ReadInput.ndjson(#"{"\u0061":"1"}"#, columns: ["a"]).texts == [["1"]])
  }

  @Test func blankLinesAreSkippedAndCounted() throws {
    let read = try ReadInput.ndjson("\n \t\r\n{\"a\":1}\n\n{\"a\":2}\n\n", columns: ["a"])
    #expect(read.texts == [["1"], ["2"]])
    #expect(read.lines == [3, 5])
  }

  @Test(arguments: [
    #"{"a":1,"a":1}"#, #"{"a":1,"\u0061":2}"#, #"{"x":1,"a":2,"x":3}"#,
    "{\"caf\u{e9}\":1,\"cafe\u{301}\":2}",
  ])
  func aKeyThatStandsTwiceRejectsItsLine(line: String) throws {
    let read = try ReadInput.ndjson(line + "\n{\"a\":3}", columns: ["a"])
    #expect(read.codes == [.jsonKeyTwice, nil])
    #expect(read.texts == [["3"]])
  }

  @Test(arguments: [
    #"{"a":{}}"#, #"{"a":{"b":1}}"#, #"{"x":[1]}"#, #"{"a":[["b"]]}"#, #"{"a":["b",null]}"#,
    #"{"a":[{}]}"#,
  ])
  func whatIsNestedRejectsItsLine(line: String) throws {
    #expect(try ReadInput.ndjson(line, columns: ["a"]).codes == [.jsonNested])
  }

  @Test(arguments: ["[]", "1", "\"a\"", "null", "x", "\u{feff}{}", "[{\"a\":1},"])
  func aLineThatIsNoObjectIsRejected(line: String) throws {
    let read = try ReadInput.ndjson("{\"a\":1}\n\(line)\n{\"a\":2}", columns: ["a"])
    #expect(read.codes == [nil, .jsonNotAnObject, nil])
  }

  @Test(arguments: [
    "{", "{\"a\"", "{\"a\":", "{\"a\":1", "{\"a\":1,", "{\"a\":1,}", "{,}", "{a:1}", "{'a':1}",
    "{\"a\":1}x", "{\"a\":1}{}", "{\"a\":01}", "{\"a\":1.}", "{\"a\":.5}", "{\"a\":+1}",
    "{\"a\":1e}", "{\"a\":-}", "{\"a\":NaN}", "{\"a\":Infinity}", "{\"a\":tru}", "{\"a\":True}",
    "{\"a\":nulll}", "{\"a\":\"}", "{\"a\":\"\\x\"}", "{\"a\":\"\\u12\"}", "{\"a\":\"\\u12G4\"}",
    "{\"a\":\"\t\"}", "{\"a\":\"\u{1f}\"}", "{\"a\":[\"x\",]}", "{\"a\":[\"x\"}", "{\"a\" 1}",
    "{\"a\":1 \"b\":2}", "{\"a\":1}//", "{\"a\":\u{a0}1}", "{1:2}", "{\"a\":0x1}", "{\"a\":\"\\",
  ])
  func whatIsNotJSONIsRejected(line: String) throws {
    let read = try ReadInput.ndjson(line + "\n{\"a\":2}", columns: ["a"])
    #expect(read.codes == [.jsonInvalid, nil])
    #expect(read.texts == [["2"]])
  }

  @Test(arguments: [
    #"\uD800"#, #"\uDC00"#, #"\uD83Dx"#, #"\uD83D\n"#, #"\uD83D\u0041"#, #"\uDE42\uD83D"#,
    #"\uD800\uD800"#,
  ])
  func aLoneSurrogateIsRejected(escape: String) throws {
    #expect(
      try ReadInput.ndjson("{\"a\":\"\(escape)\"}", columns: ["a"]).codes == [.jsonInvalid])
  }

  @Test func aNULCharacterIsRejectedEscapedOrNot() throws {
    let read = try ReadInput.ndjson("{\"a\":\"\\u0000\"}\n{\"a\":\"\0\"}", columns: ["a"])
    #expect(read.codes == [.nulByte, .nulByte])
  }

  @Test func bytesThatAreNotUTF8RejectTheirLineAlone() throws {
    let input = Array("{\"a\":\"".utf8) + [0xFF] + Array("\"}\n{\"a\":\"é\"}".utf8)
    let read = try ReadInput.ndjson(input, columns: ["a"])
    #expect(read.codes == [.utf8Invalid, nil])
  }

  @Test func aTextOf1MiBIsTakenAndOneByteMoreIsRejected() throws {
    let longest = String(repeating: "x", count: (1 << 20) - 1)
    let read = try ReadInput.ndjson(
      [#"{"a":"\n\#(longest)"}"#, #"{"a":"x\#(longest)"}"#, #"{"a":"\nx\#(longest)"}"#]
        .joined(separator: "\n"), columns: ["a"])
    #expect(read.codes == [nil, nil, .cellTooLong])
  }

  // The fifth chunk of 838,861 bytes ends between the CR and the LF of the longest line.
  @Test(arguments: [1 << 10, 1 << 16, 838_861])
  func aLineOver4MiBIsRejectedAlone(chunk: Int) throws {
    func line(_ spare: Int) -> String {
      "{\"a\":1" + String(repeating: " ", count: (1 << 22) - 7 + spare) + "}"
    }
    for lineEnd in ["\n", "\r\n"] {
      let input = [line(0), line(1), "{\"a\":2}"].joined(separator: lineEnd)
      let read = try ReadInput.ndjson(input.utf8, columns: ["a"], chunk: chunk)
      #expect(read.codes == [nil, .rowTooLong, nil])
      #expect(read.rows.map { $0.raw?.count } == [1 << 22, nil, 7])
      #expect(read.lines == [1, 2, 3])
    }
  }

  @Test func atMost4096KeysAndElementsAreTaken() throws {
    func object(_ count: Int) -> String {
      "{" + (0..<count).map { "\"k\($0)\":0" }.joined(separator: ",") + "}\n"
    }
    func list(_ count: Int) -> String {
      "{\"a\":[" + (0..<count).map { "\"\($0)\"" }.joined(separator: ",") + "]}\n"
    }
    let read = try ReadInput.ndjson(
      object(4096) + object(4097) + list(4096) + list(4097), columns: ["a"])
    #expect(read.codes == [nil, .columnsTooMany, nil, .valuesTooMany])
  }

  @Test func columnsThatNoLineHasAreTold() throws {
    let file = try TemporaryFile(Array("{\"a\":null}\n{\"b\":1\n{\"B\":1}".utf8))
    let source = try ByteSource(path: file.path)
    var reader = try NDJSONReader(source, columns: ["a", "b", "c"])
    while try reader.next() != nil {}
    #expect(reader.unseen == ["b", "c"])
  }

  @Test func aRejectionNeverRepeatsTheLine() throws {
    let read = try ReadInput.ndjson(
      "{\"a\":\"Canary\",\"a\":1}\n{\"Canary\":{}}\n{\"a\":\"Canary\n{\"a\":Canary}\nCanary",
      columns: ["a"])
    #expect(read.codes.count == 5)
    for row in read.rows {
      guard case .failure(let rejection) = row.result else {
        Issue.record("line \(row.line) was taken")
        continue
      }
      #expect(!"\(rejection) \(String(describing: rejection.column))".contains("Canary"))
    }
  }

  @Test(arguments: 0..<200) func chunksAndCutsNeverTakeMoreThanTheWhole(seed: UInt64) throws {
    var random = SplitMix64(seed: seed)
    let parts = ["{", "}", "\"a\"", ":", ",", "1", "\"\\u00e9\"", "[", "]", "\n", "\r\n", "null"]
    let noise = (0..<Int.random(in: 0...30, using: &random))
      .map { _ in parts.randomElement(using: &random) ?? "" }.joined()
    let input = Array("{\"a\":1}\n\(noise)\n{\"a\":[\"é\"]}".utf8)
    let whole = try ReadInput.ndjson(input, columns: ["a"])
    for chunk in [1, 2, 3, 7] {
      let read = try ReadInput.ndjson(input, columns: ["a"], chunk: chunk)
      #expect(read.codes == whole.codes && read.lines == whole.lines && read.texts == whole.texts)
    }
    for length in 0..<input.count {
      let cut = try ReadInput.ndjson(input.prefix(length), columns: ["a"])
      // Only the line that the cut went through may differ, and it is the last.
      try #require(cut.rows.count <= whole.rows.count)
      #expect(whole.codes.starts(with: cut.codes.dropLast()))
      #expect(whole.rows.map(\.raw).starts(with: cut.rows.map(\.raw).dropLast()))
    }
  }
}
