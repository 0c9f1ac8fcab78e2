import Testing
import VaultModel

@testable import VaultCrypto

@Suite struct KeyChainTests {
  private let owner: KeyChain
  private let holder: KeyChain

  init() throws {
    owner = try Fixture.owner()
    holder = try Fixture.purposeHolder()
  }

  @Test func theVectorsHoldForOwnerAndPurposeKeyAlike() throws {
    let subject = try SubjectID("anna@example.org")
    for chain in [owner, holder] {
      let tag = try chain.tag(of: subject)
      #expect(tag.bytes == FormatVectors.tag)
      let state = try chain.openState(FormatVectors.state, tag: tag, subject: Fixture.subject)
      #expect(state == Array("state of the subject".utf8))
      #expect(try chain.policyMAC(Array("a policy".utf8)).bytes == FormatVectors.policyMAC)
      let page = try chain.pageKey(epoch: 1).array
      #expect(page == FormatVectors.pageKey)
      #expect(chain.currentPageEpoch == 1)
      #expect(chain.vault == Fixture.vault)
      #expect(chain.keyringGeneration == 7)
    }
    #expect(try owner.logPublicKey == FormatVectors.logPublicKey)
    #expect(try owner.sign(Array("a checkpoint".utf8)) == FormatVectors.signature)
  }

  @Test func anOwnerOpensEveryPurposeAndAPurposeKeyItsOwn() {
    #expect(owner.isOwner)
    #expect(owner.purposes.isEmpty)
    #expect(owner.opens(purpose: "whatever"))
    #expect(!holder.isOwner)
    #expect(holder.purposes == ["billing.invoice", "newsletter"])
    #expect(holder.opens(purpose: "newsletter"))
    #expect(!holder.opens(purpose: "billing"))
    #expect(!holder.opens(purpose: "newsletter.x"))
    #expect(!holder.opens(purpose: ""))
  }

  @Test func aPurposeKeyDoesNotSign() {
    #expect(throws: CryptoError.needsOwner) { _ = try holder.sign([]) }
    #expect(throws: CryptoError.needsOwner) { _ = try holder.logPublicKey }
  }

  @Test func canonicallyEquivalentSubjectsHaveOneTag() throws {
    let (composed, decomposed) = (try SubjectID("ren\u{e9}"), try SubjectID("rene\u{301}"))
    #expect(try owner.tag(of: composed) == owner.tag(of: decomposed))
    #expect(try owner.tag(of: composed) != owner.tag(of: SubjectID("rene")))
  }

  @Test func aStateRecordOpensAtItsOwnRowOnly() throws {
    let (tag, other) = (Fixture.identifier(from: 1), Fixture.identifier(from: 2))
    let sealed = try holder.sealState([1, 2, 3], tag: tag, subject: Fixture.subject)
    #expect(try owner.openState(sealed, tag: tag, subject: Fixture.subject) == [1, 2, 3])
    #expect(throws: CryptoError.authenticationFailed) {
      _ = try owner.openState(sealed, tag: other, subject: Fixture.subject)
    }
    #expect(throws: CryptoError.authenticationFailed) {
      _ = try owner.openState(sealed, tag: tag, subject: other)
    }
    #expect(throws: CryptoError.authenticationFailed) {
      _ = try owner.openState(sealed, tag: Fixture.subject, subject: tag)
    }
    for index in sealed.indices {
      #expect(throws: CryptoError.self) {
        _ = try owner.openState(
          sealed.flipped(at: index), tag: tag, subject: Fixture.subject)
      }
      #expect(throws: CryptoError.self) {
        _ = try owner.openState(
          Array(sealed.prefix(index)), tag: tag, subject: Fixture.subject)
      }
    }
  }

  @Test func aPageEpochThatTheKeyringDoesNotHoldIsRefused() {
    for epoch in [0, 2, UInt32.max] {
      #expect(throws: CryptoError.authenticationFailed) { _ = try owner.pageKey(epoch: epoch) }
    }
  }

  @Test func codesOfOtherMessagesAndOtherUsesDiffer() throws {
    let message = Array("a policy".utf8)
    #expect(try owner.policyMAC(message) != owner.policyMAC(message + [0]))
    #expect(try owner.policyMAC(message) != owner.anchorMAC(message))
    // A policy may be longer than a field of the encoder.
    _ = try owner.policyMAC([UInt8](repeating: 7, count: 200_000))
  }
}
