import DocumentTesting
import PolicyTools
import Testing
import VaultModel
import VaultPolicy

@Suite struct JUnitText {
  @Test func everyTestIsACaseAndEveryFailureIsToldInIt() throws {
    let tests = try parsedTests(
      smallTests.with("name: who said yes hears of offers", "name: \"<yes> & \\\"no\\\"\"")
        .with("expect: permit", "expect: [CONSENT_EXPIRED]"))
    let report = try trial().run(tests)
    let text = report.junit("shop", nil)
    #expect(text.hasPrefix("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites "))
    #expect(text.contains("name=\"shop\" tests=\"\(report.count)\">"))
    #expect(text.contains("name=\"&lt;yes&gt; &amp; &quot;no&quot;\""))
    #expect(
      text.contains("<failure message=\"expected CONSENT_EXPIRED, got permit\" type=\"test\">"))
    #expect(text.split(separator: "<testcase ").count - 1 == report.count)
    #expect(text.split(separator: "<failure ").count - 1 == 1)
  }

  @Test func aSurvivorIsAFailedCase() throws {
    let tests = try parsedTests(smallTests.with(", retention: 1h", ""))
    let trial = try trial()
    let text = trial.run(tests).junit("shop", trial.mutate(tests))
    #expect(text.contains("type=\"survivor\""))
    #expect(text.contains("failures=\"2\""))
  }
}
