import ConsentVault
import ConsentVaultTesting
import FoundationEssentials
import PolicyFiles
import Synchronization
import VaultPolicy

/// The policies of the decision cases, each read once, and the vaults that tests make under them.
enum RetailVault {
  private static let read = Mutex<[String: TestPolicy]>([:])

  /// A file of the folder `Tests/Cases`.
  static func path(_ name: String, from file: StaticString = #filePath) -> String {
    let tests = file.description.split(separator: "/", omittingEmptySubsequences: false)
      .dropLast(3)
    return tests.joined(separator: "/") + "/Cases/" + name
  }

  /// The shop's policy, or one of its variants, with the shop's notices.
  static func policy(_ name: String = "policy") throws -> TestPolicy {
    if let known = read.withLock({ $0[name] }) { return known }
    let base = try PolicyFile.read(path("retail-crm/policy.yaml"))
    var policy = base
    if name != "policy" {
      let text = try String(
        decoding: Data(contentsOf: URL(filePath: path("retail-crm/variants/\(name).yaml"))),
        as: UTF8.self)
      let (variant, places) = try PolicyFile.parse(text, file: "policy.yaml") { _ in true }
      policy = PolicySource(
        policy: variant, places: places, sourceText: text, notices: base.notices)
    }
    let made = TestPolicy(policy)
    read.withLock { $0[name] = made }
    return made
  }

  /// Noon in the shop: outside quiet hours.
  static let noon = instant("2026-01-10T10:00:00Z")

  /// A vault under the shop's policy.
  static func make(
    at start: Timestamp = noon, options: Vault.Options = Vault.Options()
  ) throws -> TestVault {
    try TestVault(policy: policy(), at: start, options: options)
  }
}

/// An instant for a test's source; one that is none stops the test run.
func instant(_ text: String) -> Timestamp {
  guard let instant = Timestamp(text) else { preconditionFailure("`\(text)` is no instant") }
  return instant
}

/// A subject for a test's source.
func subject(_ text: String) -> SubjectID {
  guard let id = try? SubjectID(text) else { preconditionFailure("a subject id that is none") }
  return id
}

extension Grant {
  /// A yes to a purpose of the shop, by web form, with its own notice.
  static func webForm(
    _ purpose: String, _ scope: ScopeNames = ScopeNames(), end: End = .longest,
    method: String = "web-form", notice: String? = nil
  ) -> Grant {
    Grant(
      purpose: purpose, scope: scope, end: end,
      notice: notice ?? purpose.split(separator: ".").joined(separator: "-") + ".en",
      method: method)
  }
}

extension Request {
  /// A stylist asks for the styles; nothing about it depends on the hour or on earlier contacts.
  static let styling = Request(
    actor: "stylist", purpose: "marketing.styling", categories: ["preference.style"],
    channel: "in-app")
  /// The recommendation engine asks for sizes.
  static let sizes = Request(
    actor: "shop-engine", purpose: "personalise.recommendations", categories: ["preference.size"])
  /// The campaign engine wants to write a newsletter.
  static let newsletter = Request(
    actor: "campaign-engine", purpose: "marketing.newsletter", categories: ["contact.email"],
    channel: "email")
}

extension Vault {
  /// The bytes that an access releases, as text by category; nil if it is denied.
  func texts(
    _ id: SubjectID, _ request: Request
  ) async throws(VaultError) -> [String: String]? {
    switch try await access(id, request) {
    case .denied: return nil
    case .permitted(let disclosure):
      var texts: [String: String] = [:]
      for (index, value) in disclosure.values.enumerated() {
        texts[value.category] = disclosure.withBytes(of: index) { span in
          unsafe span.withUnsafeBytes { unsafe String(decoding: $0, as: UTF8.self) }
        }
      }
      return texts
    }
  }

  /// The codes of an access that is denied; nil if it is permitted.
  func refusal(_ id: SubjectID, _ request: Request) async throws(VaultError) -> [String]? {
    switch try await access(id, request) {
    case .denied(let decision): decision.codes
    case .permitted: nil
    }
  }
}
