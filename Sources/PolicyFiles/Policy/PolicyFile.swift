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
    let file = path.split(separator: "/").last.map(String.init) ?? path
    let text = try FileText.read(path, limit: YAMLReader.largest, what: "policy")
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
    let file = path.split(separator: "/").last.map(String.init) ?? path
    let text = try FileText.read(path, limit: YAMLReader.largest, what: "policy")
    return try parse(text, file: file, zoneExists: zoneExists).policy
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
    if file.hasSuffix(".json"), text.utf8.first == UInt8(ascii: "{") {
      // An editor ends a file with a line break; the canonical form has none.
      let compiled = text.hasSuffix("\n") ? String(text.dropLast()) : text
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
