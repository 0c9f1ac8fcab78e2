import DocumentTesting
import PolicyFiles
import PolicyTools
import Testing
import VaultModel
import VaultPolicy

@Suite struct EditorSchemas {
  static let schemas = [("policy", PolicySchema.policy), ("tests", PolicySchema.tests)]

  @Test(arguments: schemas)
  func theFileForEditorsIsWhatTheReaderSays(_ name: String, _ schema: JSONValue) throws {
    let text = try FileText.read(
      examplePath("schema/\(name).schema.json"), limit: YAMLReader.largest, what: "schema")
    #expect(text == schema.indented)
  }

  /// The mappings of a schema whose keys are fixed.
  private func mappings(_ schema: JSONValue) -> [JSONValue] {
    let below = schema.items + schema.members.map(\.value)
    let own = schema["additionalProperties"] == .flag(false) && schema["properties"] != nil
    return (own ? [schema] : []) + below.flatMap(mappings)
  }

  @Test(arguments: schemas)
  func everyKeyThatIsReadHasAMeaning(_ name: String, _ schema: JSONValue) {
    let found = mappings(schema)
    #expect(found.count > 8)
    for mapping in found {
      for property in mapping["properties"]?.members ?? [] {
        #expect(property.value != .flag(false), "\(name): \(property.key)")
      }
    }
  }

  @Test func aTextIsIndentedWhereItIsLong() {
    let long = String(repeating: "x", count: 90)
    #expect(JSONValue.object([.init("a", ["b"])]).indented == "{\"a\":[\"b\"]}\n")
    #expect(
      JSONValue.object([.init("a", .text(long)), .init("b", [])]).indented
        == "{\n  \"a\": \"\(long)\",\n  \"b\": []\n}\n")
  }
}
