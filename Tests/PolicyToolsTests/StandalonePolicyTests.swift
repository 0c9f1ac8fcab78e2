import PolicyTools
import Testing
import VaultModel
import VaultPolicy

@Suite struct StandalonePolicies {
  @Test func everyNameOfThePolicyHasANumberAndNoOther() throws {
    let compiled = try CompiledPolicy.standalone(
      Policy(
        name: "shop", version: #require(PolicyVersion("1")),
        controller: Controller(name: "Shop", contact: "privacy@example.com"),
        categories: [CategoryDefinition(name: "size", title: "Sizes")],
        actors: [ActorDefinition(name: "clerk", title: "Clerks")], purposes: []))
    #expect(compiled.actor("clerk") != nil)
    #expect(compiled.leaves(of: "size") != nil)
    #expect(compiled.actor("size") == nil)
    #expect(compiled.terms(named: "clerk") == nil)
  }
}
