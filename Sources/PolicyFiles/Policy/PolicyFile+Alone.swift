package import VaultPolicy

extension PolicyFile {
  /// Reads a policy for a build: without the notices beside it, and on a machine that may have no zones.
  ///
  /// - Parameter path: The policy's file; at most 4 MiB.
  /// - Returns: The policy.
  /// - Throws: Every problem of the file at once, in its order.
  package static func readAlone(_ path: String) throws(PolicyFault) -> Policy {
    let file = path.split(separator: "/").last.map(String.init) ?? path
    let text = try FileText.read(path, limit: YAMLReader.largest, what: "policy")
    return try parse(text, file: file, zoneExists: { _ in true }).policy
  }
}
