package import VaultPolicy

/// Reads policies: `policy.yaml`, or its compiled form in a file that ends in `.json`.
package enum PolicyFile {
  /// Reads a policy, the notices in the folder `notices` beside it, and its signature.
  ///
  /// - Parameters:
  ///   - path: The policy's file; at most 4 MiB.
  ///   - isToBeSigned: Whether the signature beside it is to be replaced, and so is not read.
  ///   - zoneExists: Whether the machine knows an IANA time zone.
  /// - Returns: The policy, checked whole.
  /// - Throws: Every problem at once, in the order of the file; problems of notices come first.
  package static func read(
    _ path: String, isToBeSigned: Bool = false,
    zoneExists: @escaping (String) -> Bool = ZoneFiles.exists
  ) throws(PolicyFault) -> PolicySource {
    let (text, file) = try contents(path)
    var problems: [PolicyProblem] = []
    var notices: [Notice] = []
    do throws(PolicyFault) {
      notices = try NoticeFolder.read(beside: path)
    } catch {
      problems += error.problems
    }
    do throws(PolicyFault) {
      let (policy, places) = try parse(text, file: file, zoneExists: zoneExists)
      problems += missing(notices, in: policy, places)
      guard problems.isEmpty else { throw PolicyFault(problems) }
      return PolicySource(
        policy: policy, places: places, sourceText: text, notices: notices,
        signature: isToBeSigned ? nil : try SignatureFile.read(beside: path))
    } catch {
      throw PolicyFault(problems + error.problems.filter { !problems.contains($0) })
    }
  }

  /// Reads a policy alone, whatever lies beside it: a policy that was taken out of its folder can still be asked
  /// about and compared.
  ///
  /// - Parameters:
  ///   - path: The policy's file; at most 4 MiB.
  ///   - zoneExists: Whether the machine knows an IANA time zone.
  /// - Returns: The policy, checked whole; that the notices exist which it names is not.
  /// - Throws: Every problem at once.
  package static func policy(
    _ path: String, zoneExists: @escaping (String) -> Bool = ZoneFiles.exists
  ) throws(PolicyFault) -> Policy {
    let (text, file) = try contents(path)
    return try parse(text, file: file, zoneExists: zoneExists).policy
  }

  /// Reads two policies alone, to compare them.
  ///
  /// - Parameters:
  ///   - old: A policy's file; at most 4 MiB.
  ///   - new: Another's.
  /// - Returns: The policies; compiled ones without what is the same in both (``Policy/differing(_:_:)``).
  /// - Throws: One problem of a file that cannot be read; otherwise every problem of the older policy at once, or
  ///   if it has none, of the newer one.
  package static func differing(
    _ old: String, _ new: String
  ) throws(PolicyFault) -> (old: Policy, new: Policy) {
    let (older, newer) = (try contents(old), try contents(new))
    if let before = compiled(older.text, file: older.file),
      let after = compiled(newer.text, file: newer.file),
      let parts = Policy.differing(before, after)
    {
      return parts
    }
    return (
      try parse(older.text, file: older.file, zoneExists: ZoneFiles.exists).policy,
      try parse(newer.text, file: newer.file, zoneExists: ZoneFiles.exists).policy
    )
  }

  /// The text of a policy's file, and the file's name without its folders.
  private static func contents(_ path: String) throws(PolicyFault) -> (text: String, file: String) {
    (
      try FileText.read(path, limit: YAMLReader.largest, what: "policy"),
      path.split(separator: "/").last.map(String.init) ?? path
    )
  }

  /// The canonical text that a compiled policy's file should hold; nil for a source.
  private static func compiled(_ text: String, file: String) -> String? {
    guard file.hasSuffix(".json"), text.utf8.first == UInt8(ascii: "{") else { return nil }
    // An editor ends a file with a line break; the canonical form has none.
    return text.utf8.last == UInt8(ascii: "\n") ? String(text.utf8.dropLast()) : text
  }

  /// Reads a policy's text alone.
  ///
  /// - Parameters:
  ///   - text: YAML, or the compiled form if it begins with `{` and `file` ends in `.json`.
  ///   - file: The file's name without its folders, for places.
  ///   - zoneExists: Whether the machine knows an IANA time zone.
  /// - Returns: The policy, and where its parts stand; a compiled policy has no places.
  /// - Throws: Every problem at once.
  package static func parse(
    _ text: String, file: String, zoneExists: @escaping (String) -> Bool
  ) throws(PolicyFault) -> (policy: Policy, places: PolicyPlaces) {
    if let compiled = compiled(text, file: file) {
      return (try Policy(canonicalJSON: compiled, file: file), PolicyPlaces(file: file))
    }
    let document = try YAMLReader.read(text, file: file)
    return try Policy.reading(document, file: file, zoneExists: zoneExists)
  }

  private static func missing(
    _ notices: [Notice], in policy: Policy, _ places: PolicyPlaces
  ) -> [PolicyProblem] {
    let known = Set(notices.map(\.id))
    return policy.purposes.flatMap { purpose in
      purpose.notices.filter { !known.contains($0) }.map { id in
        PolicyProblem(
          code: .noticeMissing,
          message: "the purpose `\(purpose.name)` names the notice `\(id)`, which does not exist",
          hint: Spelling.nearest(to: id, among: known).map { "did you mean `\($0)`?" }
            ?? "write it as `notices/\(id).en.md`",
          file: places.file, position: places.positions["purposes.\(purpose.name).notices"])
      }
    }
  }
}
