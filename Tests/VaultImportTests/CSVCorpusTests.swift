import Foundation
import Testing
import VaultImport

/// Against Python's csv module, the outside oracle: `Corpus/generate.py` wrote the files.
@Suite struct CSVCorpusTests {
  static let names = [
    "minimal-crlf", "minimal-lf", "all-quoted-lf", "all-quoted-bom", "wide-open", "header-quoted",
  ]

  @Test(arguments: names, [1, 2, 3, 7, 1 << 16])
  func everyCellIsWhatPythonReads(name: String, chunk: Int) throws {
    let input = try contents("\(name).csv")
    let expected = try JSONDecoder().decode([[String]].self, from: Data(contents("\(name).json")))
    let read = try ReadInput.csv(input, chunk: chunk)
    #expect(read.error == nil)
    #expect(read.header.map { Array($0.utf8) } == expected[0].map { Array($0.utf8) })
    #expect(read.bytes == expected.dropFirst().map { $0.map { Array($0.utf8) } })
  }

  @Test(arguments: names) func aTruncatedFileYieldsAPrefixOfItsRows(name: String) throws {
    let input = try contents("\(name).csv")
    let whole = try ReadInput.csv(input)
    for length in 0..<min(input.count, 800) {
      let read = try ReadInput.csv(input.prefix(length))
      // Only the row that the cut went through may differ, and it is the last.
      try #require(read.rows.count <= whole.rows.count)
      for (cut, row) in zip(read.rows.dropLast(), whole.rows) {
        #expect(cut.line == row.line && cut.raw == row.raw)
      }
      guard let last = read.rows.last else { continue }
      let row = whole.rows[read.rows.count - 1]
      #expect(try #require(row.raw).starts(with: #require(last.raw)) && last.line == row.line)
    }
  }

  private func contents(_ file: String) throws -> [UInt8] {
    let folder = try #require(Bundle.module.resourceURL)
    return Array(try Data(contentsOf: folder.appending(path: "Corpus/\(file)")))
  }
}
