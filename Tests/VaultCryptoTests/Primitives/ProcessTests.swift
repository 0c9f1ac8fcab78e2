import Glibc
import Testing
import VaultCrypto

@Suite struct ProcessTests {
  @Test func aHardenedProcessDumpsNoCore() throws {
    // Stays dumpable, so that the test process can be debugged.
    try hardenProcess(dumpable: true)
    var limit = rlimit()
    let got = unsafe getrlimit(__rlimit_resource_t(RLIMIT_CORE.rawValue), &limit)
    #expect(got == 0)
    #expect(limit.rlim_cur == 0 && limit.rlim_max == 0)
  }
}
