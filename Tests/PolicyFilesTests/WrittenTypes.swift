import DocumentTesting
import FoundationEssentials
import PolicyFiles
import PolicyTools
import Testing
import VaultModel
import VaultPolicy

/// The Swift types of a policy; that they compile, and what does not, is held by
/// `Scripts/check-not-compiling`.
@Suite struct WrittenTypes {
  @Test func theyAreThoseThatTheTestsOfTheVaultAreBuiltWith() throws {
    let policy = try PolicyFile.readAlone(examplePath("../Tests/Cases/typed/policy.yaml"))
    let known = try Data(
      contentsOf: URL(
        filePath: examplePath("../Tests/ConsentVaultTests/Typed/NewspaperTypes.swift")))
    #expect(
      SwiftTypes.source(of: policy, file: "policy.yaml")
        == String(decoding: known, as: UTF8.self))
  }

  @Test func aPurposeHasThePolicysNamesAndNoOther() throws {
    let policy = try PolicyFile.readAlone(examplePath("retail-crm/policy.yaml"))
    let source = SwiftTypes.source(of: policy, file: "policy.yaml")
    #expect(source.split(separator: "\n").count { $0.hasSuffix(": ConsentVault.Purpose {") } == 13)
    for purpose in policy.purposes {
      #expect(source.contains("static var name: Swift.String { \"\(purpose.name)\" }"))
    }
    let listed = policy.purposes.reduce(0) { count, purpose in
      count + purpose.categories.count + purpose.channels.count + purpose.actors.count
        + purpose.recipients.count { $0 != "self" }
        + purpose.operations.operations.count { $0 != .share }
    }
    #expect(source.split(separator: "\n").count { $0.contains(" case ") } == listed)
  }

  @Test func aPolicyWithAMistakeHasNone() {
    #expect(throws: PolicyFault.self) {
      try PolicyFile.readAlone(examplePath("retail-crm/customers.map.yaml"))
    }
  }
}
