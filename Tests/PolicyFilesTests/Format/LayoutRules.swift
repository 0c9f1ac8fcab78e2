import DocumentTesting
import PolicyFiles
import Testing
import VaultPolicy

@Suite struct LayoutRules {
  private func laidOut(_ text: String) throws -> String {
    try PolicyFormat.document(text, file: "tests.yaml")
  }

  /// The numbers of a random layout's comments, in the order of the text.
  private func numbers(_ text: String) -> [Int] {
    text.split(separator: "#", omittingEmptySubsequences: false).dropFirst().compactMap {
      $0.first?.isNumber == true ? Int($0.prefix { $0.isNumber }) : nil
    }
  }

  @Test(arguments: 0..<4000)
  func everyLayoutComesOutTheSameTwiceWithTheSameTextsAndComments(_ seed: UInt64) throws {
    let layout = RandomLayout(seed: seed)
    guard let before = try? YAMLReader.read(layout.text, file: "x.yaml") else {
      Issue.record("seed \(seed) is no YAML:\n\(layout.text)")
      return
    }
    let once = try laidOut(layout.text)
    #expect(try YAMLReader.read(once, file: "x.yaml").json == before.json)
    #expect(
      numbers(once) == Array(0..<layout.comments), "seed \(seed):\n\(layout.text)\n=>\n\(once)")
    #expect(try laidOut(once) == once, "seed \(seed):\n\(layout.text)\n=>\n\(once)")
    #expect(!once.contains("\r") && !once.contains(" \n"), "seed \(seed)")
  }
}
