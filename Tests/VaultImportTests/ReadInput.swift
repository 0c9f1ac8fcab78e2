import VaultImport

/// What a reader made of an input.
struct ReadInput {
  var header: [String] = []
  var rows: [InputRow] = []
  var error: ImportFileError?

  /// The cells of the well-formed rows; blank cells are empty texts.
  var texts: [[String]] {
    rows.compactMap { row in
      guard case .success(let cells) = row.result else { return nil }
      return (0..<cells.count).map { cells[$0].text }
    }
  }

  /// The code of each row; nil for the well-formed ones.
  var codes: [ImportCode?] {
    rows.map { row in
      guard case .failure(let rejection) = row.result else { return nil }
      return rejection.code
    }
  }

  var lines: [Int] { rows.map(\.line) }

  /// The texts as bytes: `==` of String takes "é" in two spellings for the same.
  var bytes: [[[UInt8]]] { texts.map { $0.map { Array($0.utf8) } } }

  static func csv(_ input: some Sequence<UInt8>, chunk: Int = ImportLimits.chunk) throws -> Self {
    let file = NamelessFile(Array(input))
    var result = ReadInput()
    do throws(ImportFileError) {
      var reader = try CSVReader(ByteSource(descriptor: file.descriptor, chunk: chunk))
      result.header = reader.header
      while let row = try reader.next() { result.rows.append(row) }
    } catch {
      result.error = error
    }
    return result
  }

  static func csv(_ input: String, chunk: Int = ImportLimits.chunk) throws -> Self {
    try csv(input.utf8, chunk: chunk)
  }

  static func ndjson(
    _ input: some Sequence<UInt8>, columns: [String], chunk: Int = ImportLimits.chunk
  ) throws -> Self {
    let file = NamelessFile(Array(input))
    var result = ReadInput()
    do throws(ImportFileError) {
      let source = ByteSource(descriptor: file.descriptor, chunk: chunk)
      var reader = try NDJSONReader(source, columns: columns)
      result.header = reader.header
      while let row = try reader.next() { result.rows.append(row) }
    } catch {
      result.error = error
    }
    return result
  }

  static func ndjson(_ input: String, columns: [String]) throws -> Self {
    try ndjson(input.utf8, columns: columns)
  }
}

extension Cell {
  /// The text; "" if blank; the elements in angle brackets for a list.
  var text: String {
    switch self {
    case .blank: ""
    case .text(let text): text
    case .list(let texts): texts.map { "<\($0)>" }.joined()
    }
  }
}
