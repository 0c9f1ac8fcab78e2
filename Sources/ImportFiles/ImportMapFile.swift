import PolicyFiles
package import VaultImport
package import VaultPolicy

/// Reads import maps: what the columns of a file of customers mean.
package enum ImportMapFile {
  /// Reads a map as strictly as a policy.
  ///
  /// Whether its purposes, categories and notices exist is the policy's to say, at the import.
  ///
  /// - Parameter path: The map's file; at most 4 MiB.
  /// - Returns: The map, checked in itself.
  /// - Throws: Every problem at once, in the order of the file.
  package static func read(_ path: String) throws(PolicyFault) -> ImportMap {
    let file = path.split(separator: "/").last.map(String.init) ?? path
    let text = try FileText.read(path, limit: YAMLReader.largest, what: "import map")
    return try parse(text, file: file)
  }

  /// Reads a map's text alone.
  ///
  /// - Parameters:
  ///   - text: YAML.
  ///   - file: The file's name without its folders, for places.
  /// - Returns: The map, checked in itself.
  /// - Throws: Every problem at once, in the order of the file.
  package static func parse(_ text: String, file: String) throws(PolicyFault) -> ImportMap {
    let document = try YAMLReader.read(text, file: file)
    var reader = ImportMapReader(file: file)
    guard let map = reader.read(document), reader.input.problems.isEmpty else {
      throw PolicyFault(reader.input.problems)
    }
    do throws(ImportMapError) {
      try map.validate()
    } catch {
      throw PolicyFault(error.problems.map { reader.problem($0) })
    }
    return map
  }
}
