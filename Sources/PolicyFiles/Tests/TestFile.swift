package import PolicyTools
package import VaultPolicy

/// Reads the tests of a policy: `tests.yaml`, as strictly as the policy itself.
package enum TestFile {
  /// Reads the tests beside a policy.
  ///
  /// - Parameters:
  ///   - path: The file; at most 4 MiB.
  ///   - policy: What they are about: every name in them must be declared there.
  ///   - zoneExists: Whether the machine knows an IANA time zone.
  /// - Returns: The tests, every name resolved.
  /// - Throws: Every problem at once, in the order of the file.
  package static func read(
    _ path: String, for policy: Policy, zoneExists: @escaping (String) -> Bool = ZoneFiles.exists
  ) throws(PolicyFault) -> PolicyTests {
    let file = path.split(separator: "/").last.map(String.init) ?? path
    let text = try FileText.read(path, limit: YAMLReader.largest, what: "test file")
    return try parse(text, file: file, for: policy, zoneExists: zoneExists)
  }

  /// Reads the text of a test file.
  ///
  /// - Throws: Every problem at once, in the order of the file.
  package static func parse(
    _ text: String, file: String, for policy: Policy, zoneExists: @escaping (String) -> Bool
  ) throws(PolicyFault) -> PolicyTests {
    let document = try YAMLReader.read(text, file: file)
    var reader = TestReader(file: file, policy: policy, zoneExists: zoneExists)
    return try reader.read(document)
  }
}
