import ConsentVault
import ConsentVaultTesting
import FoundationEssentials
import ImportFiles
import PolicyFiles
import VaultCrypto
import VaultImport
import VaultModel

/// A vault under the shop's policy, and files of customers that are imported into it.
final class ImportVault {
  let test: TestVault
  var vault: Vault { test.vault }

  static let noon = time("2026-11-02T12:00:00Z")

  init(at start: Timestamp = noon) throws {
    let folder = #filePath.split(separator: "/", omittingEmptySubsequences: false).dropLast(4)
    let policy = folder.joined(separator: "/") + "/Policies/retail-crm/policy.yaml"
    test = try TestVault(policy: TestPolicy(PolicyFile.read(policy)), at: start)
  }

  static let header = "id,name,email,size,interests,newsletter,sms,asked,order,updated"

  /// A newsletter, text messages and orders; `pages` has no permission that could cover it.
  static let map = """
    subject: {column: id}
    collected_at: {column: updated}
    values:
      contact.name: {column: name}
      contact.email: {column: email}
      preference.size: {column: size}
      preference.interest: {column: interests, split: ";"}
    consents:
      - purpose: marketing.newsletter
        when: {column: newsletter, yes: ["yes"], no: ["no"]}
        notice: marketing-newsletter.en
        method: web-form
        captured_at: {column: asked}
        for: 365d
      - purpose: marketing.sms-offers
        when: {column: sms, yes: ["yes"], no: ["no"]}
        notice: marketing-sms-offers.en
        method: web-form
        captured_at: {column: asked}
        for: 180d
    grounds:
      - {purpose: service.fulfilment, reference: {column: order}, for: 730d}
    """

  /// A customer who said yes to the newsletter, and ordered.
  static let ada = row("A", newsletter: "yes")

  /// A row of a customer who was asked on 2 October.
  static func row(
    _ subject: String, size: String = "M", interests: String = "jazz;chess",
    newsletter: String = "", sms: String = "", asked: String = "2026-10-02T09:00:00Z",
    order: String = "O-1", updated: String = "2026-10-02T09:00:00Z"
  ) -> String {
    [
      subject, "Ada", "ada@example.com", size, interests, newsletter, sms, asked, order, updated,
    ].joined(separator: ",")
  }

  /// Writes the rows to a file and imports it.
  func run(
    _ rows: [String], header: String = header, map: String = map, isDryRun: Bool = false,
    rejects: String? = nil
  ) async throws -> ImportReport {
    let file = test.folder + "/customers.csv"
    try Data(([header] + rows).map { $0 + "\n" }.joined().utf8).write(to: URL(filePath: file))
    return try await importer(map).run(
      path: file, format: .csv, rejects: rejects, isDryRun: isDryRun)
  }

  func importer(_ map: String = map) throws -> Importer {
    Importer(
      vault: vault, map: try ImportMapFile.parse(map, file: "map.yaml"),
      mapDigest: SHA256.digest(of: Array(map.utf8)))
  }

  /// Imports rows, and returns the codes of the rejects with the lines that they are about.
  func rejects(of rows: [String], map: String = map) async throws -> [String] {
    let path = test.folder + "/rejects-\(UUID().uuidString)"
    _ = try await run(rows, map: map, rejects: path)
    let text = String(decoding: try Data(contentsOf: URL(filePath: path)), as: UTF8.self)
    return text.split(separator: "\n").map { line in
      let fields = line.split(separator: "\"")
      return "\(fields[2].dropFirst().dropLast()):\(fields[5])"
    }
  }

  var ledgerSize: UInt64 { get throws { try vault.verifyLedger().size } }

  /// Every file of the vault, byte by byte.
  func files() throws -> [String: Data] {
    var files: [String: Data] = [:]
    for name in try FileManager.default.contentsOfDirectory(atPath: test.path)
    where name != "data.db-shm" {
      files[name] = try Data(contentsOf: URL(filePath: test.path + "/" + name))
    }
    return files
  }

  func report(_ subject: String) throws -> SubjectReport { try vault.report(on: id(subject)) }

  /// Keys of the values of a subject, as `category/key`.
  func values(_ subject: String) throws -> [String] {
    try report(subject).values.map { "\($0.category)/\($0.key)" }.sorted()
  }
}

func id(_ text: String) -> SubjectID {
  guard let id = try? SubjectID(text) else { preconditionFailure("a subject id that is none") }
  return id
}

func time(_ text: String) -> Timestamp {
  guard let time = Timestamp(text) else { preconditionFailure("`\(text)` is no instant") }
  return time
}
