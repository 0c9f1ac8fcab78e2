import Testing
import VaultCrypto
import VaultModel

@Suite struct RandomTests {
  @Test func bytesHaveTheCountAskedFor() throws {
    #expect(try Random.bytes(0).isEmpty)
    #expect(try Random.bytes(-1).isEmpty)
    #expect(try Random.bytes(100_000).count == 100_000)
  }

  @Test func identifiersDiffer() throws {
    var seen: Set<String> = []
    for _ in 0..<1_000 { seen.insert(try Random.identifier().description) }
    #expect(seen.count == 1_000)
  }
}
