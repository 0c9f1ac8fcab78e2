// What was declassified is gone as a disclosure.
import ConsentVault

// expect-error: 'digest' used after consume
private func use(_ digest: consuming Disclosure<Reader.Digest>) throws {
  #if MISTAKE
    _ = try digest.declassifyNow(because: "a test")
    _ = digest.withBytes(of: .contactEmail) { $0.byteCount }
  #else
    _ = digest.withBytes(of: .contactEmail) { $0.byteCount }
    _ = try digest.declassifyNow(because: "a test")
  #endif
}
