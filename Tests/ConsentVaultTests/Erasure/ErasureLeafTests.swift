import ConsentVaultTesting
import Testing
import VaultCrypto
import VaultLedger
import VaultStore

@testable import ConsentVault

@Suite struct ErasureLeafTests {
  @Test func thoseWhomDataWasGivenToAreToldAndTheShopItselfIsNot() async throws {
    let customer = try await Customer()
    var shared = Customer.delivery
    shared.recipient = "courier"
    #expect(try await customer.texts(customer.id, shared) != nil)
    #expect(try await customer.texts(customer.id, shared) != nil)
    #expect(try await customer.texts(customer.id, .styling) != nil)
    var refused = Customer.invoice
    refused.recipient = "courier"
    #expect(try await customer.texts(customer.id, refused) == nil)
    let done = try await customer.vault.erase(customer.id)
    #expect(done.recipients == ["courier"])
    let other = try await Customer("doris", in: customer.test)
    #expect(try await customer.vault.erase(other.id).recipients.isEmpty)
  }

  @Test func theLeafNamesNobodyAndSaysTheSameLater() async throws {
    let customer = try await Customer()
    let subject = try customer.vault.store.read { try #require(try $0.subject(customer.id)) }
    let first = try await customer.vault.erase(customer.id)
    let again = try await customer.vault.erase(customer.id)
    #expect(!again.changed && again.leaf == first.leaf && again.kept == first.kept)
    #expect(again.values == first.values && again.time == first.time)
    let (leaf, detail) = try customer.vault.store.read { snapshot in
      let leaf = try #require(try snapshot.leaf(first.leaf))
      let bytes = try customer.vault.keys.vaultLogSecret.open(private: leaf.sealed)
      return (leaf, bytes)
    }
    #expect(leaf.flags == 0 && leaf.purpose.isEmpty)
    for needle in [subject.id.bytes, subject.tag.bytes, Array(customer.id.text.utf8)] {
      #expect(!contains(detail, needle))
      #expect(!contains(try leaf.encoded(), needle))
    }
  }

  @Test func theRootBeforeTheErasureStaysTheRootOfThoseLeaves() async throws {
    let customer = try await Customer()
    let before = try customer.vault.verifyLedger()
    _ = try await customer.vault.erase(customer.id)
    let after = try customer.vault.verifyLedger()
    #expect(after.size > before.size)
    let root = try customer.vault.store.read { try $0.ledgerRoot(ofSize: before.size) }
    #expect(root == before.root)
  }

  // Two people did the same, and are erased: nothing that is left tells which leaves were whose.
  @Test func theLeavesOfSomebodyErasedAreToldFromNobodysElses() async throws {
    let customer = try await Customer()
    let other = try await Customer("doris", in: customer.test)
    _ = try await other.vault.erase(other.id)
    let first = try customer.vault.store.read { try $0.ledgerPosition().frontier.size }
    _ = try await customer.vault.erase(customer.id)
    let vault = customer.vault
    let known = try vault.store.read { try $0.subjectSecrets() }
    var shapes: [Identifier: [String]] = [:]
    var linked = 0
    try vault.store.read { snapshot in
      try snapshot.eachBundle { bundle, subjects in
        for offset in bundle.leaves.indices where bundle.first + UInt64(offset) < first {
          let id = subjects[offset * 16..<offset * 16 + 16]
          let leaf = try Leaf(decoding: bundle.leaves[offset])
          let shape = "\(leaf.type) \(leaf.flags) \(leaf.purpose) \(leaf.sealed.count)"
          // Nobody's secret fits the tag any more.
          let index = bundle.first + UInt64(offset)
          for secret in known.values where try secret.tag(leaf: index) == leaf.tag { linked += 1 }
          if id.allSatisfy({ $0 == 0 }), try vault.keys.vaultLogSecret.tag(leaf: index) != leaf.tag
          {
            shapes[Identifier(high: 0, low: 0), default: []].append(shape)
          }
        }
      }
    }
    // All lie under the same id, none, and each shape is there once for each of the two.
    let all = shapes.values.flatMap { $0 }.sorted()
    #expect(shapes.count == 1 && all.count == 10)
    #expect(stride(from: 0, to: all.count, by: 2).allSatisfy { all[$0] == all[$0 + 1] })
    // Those of the grounds that the first erasure kept are known, and no others.
    #expect(linked == 4)
    #expect(try customer.test.raw().run("SELECT 1 FROM milestone").isEmpty)
  }

  private func contains(_ bytes: [UInt8], _ needle: [UInt8]) -> Bool {
    bytes.indices.dropLast(max(0, needle.count - 1)).contains {
      bytes[$0...].starts(with: needle)
    }
  }
}
