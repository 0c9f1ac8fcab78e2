import Testing
import VaultModel
import VaultPolicy

/// One element of a compiled policy, replaced by something of another type.
struct Mistyped {
  /// Every text of the policy with one element mistyped, or one number below nothing.
  static func texts(of policy: Policy) throws -> [String] {
    let whole = try #require(JSONValue(canonical: Array(policy.canonicalJSON().utf8)))
    return replacements(of: whole).map { String(decoding: $0.canonical, as: UTF8.self) }
  }

  private static func replacements(of value: JSONValue) -> [JSONValue] {
    let own: [JSONValue]
    switch value {
    case .null: own = []
    case .flag: own = [.null, .number(1), "true", .list([]), .object([])]
    case .number:
      own = [
        .null, .flag(true), .number(-1), .number(.min), "1", .list([]), .object([]),
      ]
    case .text: own = [.null, .flag(true), .number(0), .list([value]), .object([])]
    case .list: own = [.null, .flag(true), .number(0), "", .list([value]), .object([])]
    case .object: own = [.null, .flag(true), .number(0), "", .list([]), .list([value])]
    }
    return own + inner(of: value)
  }

  private static func inner(of value: JSONValue) -> [JSONValue] {
    switch value {
    case .list(let items):
      return items.indices.flatMap { index in
        replacements(of: items[index]).map { item in
          var items = items
          items[index] = item
          return JSONValue.list(items)
        }
      }
    case .object(let members):
      return members.indices.flatMap { index in
        replacements(of: members[index].value).map { value in
          var members = members
          members[index] = JSONValue.Member(members[index].key, value)
          return JSONValue.object(members)
        }
      }
    case .null, .flag, .number, .text: return []
    }
  }
}

@Suite("Mistyped policies")
struct MistypedTests {
  @Test func noneIsCompiled() throws {
    var maker = RandomPolicy(random: SplitMix64(seed: 1))
    let policy = try maker.makeLawful()
    let texts = try Mistyped.texts(of: policy)
    print("\(texts.count) mistyped policies")
    #expect(texts.count > 1_000)
    #expect(throws: Never.self) { try Policy(canonicalJSON: policy.canonicalJSON()) }
    for text in texts {
      let read = try? Policy(canonicalJSON: text)
      #expect(read == nil, "\(text)")
    }
  }
}
