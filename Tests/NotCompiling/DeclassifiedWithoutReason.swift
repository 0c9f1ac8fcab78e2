// Nothing leaves the guard without a reason.
import ConsentVault

private func use(_ digest: consuming Disclosure<Reader.Digest>) throws {
  #if MISTAKE
    // expect-error: missing argument for parameter 'because'
    _ = try digest.declassifyNow()
  #else
    _ = try digest.declassifyNow(because: "a test")
  #endif
}
