import PolicyTools
import Testing

@Suite struct SwiftNameRules {
  private func cases(_ names: [String]) -> [String] {
    let identifiers = SwiftNames(names, .cases(suffix: "Category"))
    return names.map { identifiers[$0] }
  }

  private func types(_ names: [String], ofModule: Bool = false) -> [String] {
    let identifiers = SwiftNames(names, ofModule ? .moduleTypes : .types)
    return names.map { identifiers[$0] }
  }

  @Test func dotsAndHyphensBecomeCapitals() {
    #expect(cases(["contact.email", "in-app", "sms"]) == ["contactEmail", "inApp", "sms"])
    #expect(types(["sms-offers", "panel"]) == ["SmsOffers", "Panel"])
  }

  @Test func namesThatWouldBeOneAreSpeltOutWhateverTheirOrder() {
    #expect(cases(["a.b", "a-b", "c"]) == ["a_b", "a__b", "c"])
    #expect(cases(["a-b", "c", "a.b"]) == ["a__b", "c", "a_b"])
    #expect(types(["a-1", "a1"]) == ["A__1", "A1"])
    // Even where the spelling out of two names is one.
    #expect(Set(cases(["a.-b", "a-.b", "a.b", "a--b"])).count == 4)
  }

  @Test func everyNameIsAnIdentifier() {
    #expect(cases(["2fa", "-", "class", "a.class"]) == ["_2fa", "__", "`class`", "aClass"])
    #expect(types(["2fa", "class"]) == ["_2fa", "Class"])
  }

  @Test func noCaseMeansSomethingElse() {
    #expect(
      cases(["none", "self", "init", "all-cases"])
        == ["noneCategory", "selfCategory", "initCategory", "allCasesCategory"])
  }

  @Test func noTypeHidesWhatOthersNeed() {
    #expect(types(["type", "swift", "string"]) == ["TypePurpose", "SwiftPurpose", "String"])
    #expect(
      types(["string", "purpose", "marketing"], ofModule: true)
        == ["StringPurpose", "PurposePurpose", "Marketing"])
  }
}
