package import VaultPolicy

/// The one layout of policies and of their tests.
///
/// It moves blanks, line breaks, brackets and quotes, and nothing else: the order of things and every comment stay.
package enum PolicyFormat {
  /// The text of a policy in the one layout; a text that has it already comes back as it is.
  ///
  /// - Parameters:
  ///   - text: YAML.
  ///   - file: The file's name without its folders, for places.
  ///   - zoneExists: Whether the machine knows an IANA time zone.
  /// - Returns: The same policy in the one layout.
  /// - Throws: Every problem of the policy at once. `LAYOUT_REFUSED` if the new text would not mean the same, byte
  ///   for byte in the canonical form.
  package static func policy(
    _ text: String, file: String, zoneExists: @escaping (String) -> Bool = ZoneFiles.exists
  ) throws(PolicyFault) -> String {
    let before = try PolicyFile.parse(text, file: file, zoneExists: zoneExists).policy
    let formatted = try document(text, file: file)
    let after = try? PolicyFile.parse(formatted, file: file, zoneExists: zoneExists).policy
    guard after?.canonicalJSON() == before.canonicalJSON() else { throw refusal(file) }
    return formatted
  }

  /// The text of any file of this plain YAML in the one layout, such as tests of a policy.
  ///
  /// - Returns: The same document in the one layout.
  /// - Throws: Every problem of syntax at once. `LAYOUT_REFUSED` if the new text would not hold the same texts,
  ///   lists, mappings and comments in the same order.
  package static func document(_ text: String, file: String) throws(PolicyFault) -> String {
    let before = try YAMLReader.read(text, file: file)
    let (formatted, comments) = try laidOut(text, file: file)
    guard let after = try? YAMLReader.read(formatted, file: file), after.json == before.json,
      try laidOut(formatted, file: file).comments == comments
    else { throw refusal(file) }
    return formatted
  }

  /// The layout of a text, and the comments in it in their order.
  private static func laidOut(
    _ text: String, file: String
  ) throws(PolicyFault) -> (text: String, comments: [String]) {
    // Lines end in CR LF or LF alike (YAML 1.2, 5.4); in the layout they end in LF.
    let text = String(decoding: text.utf8.filter { $0 != UInt8(ascii: "\r") }, as: UTF8.self)
    do {
      var tree = try SourceTree(text)
      let scan = SourceScan(text, of: tree)
      // Every `#` is part of a comment or of a text; one that is not would be lost.
      guard text.utf8.count(where: { $0 == UInt8(ascii: "#") }) <= scan.signs + tree.signs else {
        throw refusal(file)
      }
      tree.moveItems(to: scan.dashes)
      let written = LayoutWriter.text(tree, scan, SourceComments(scan, of: tree))
      return (written, scan.comments.map(\.text))
    } catch let fault as PolicyFault {
      throw fault
    } catch {
      throw PolicyFault([YAMLSyntax.problem(error, file: file)])
    }
  }

  private static func refusal(_ file: String) -> PolicyFault {
    PolicyFault([
      PolicyProblem(
        code: .layoutRefused, message: "the file cannot be laid out anew without changing it",
        hint: "write unusual keys, texts and comments in a simpler way", file: file, position: nil)
    ])
  }
}
