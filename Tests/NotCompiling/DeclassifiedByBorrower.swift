// Who was lent a disclosure cannot declassify it.
import ConsentVault

// expect-error: 'digest' is borrowed and cannot be consumed
private func use(_ digest: borrowing Disclosure<Reader.Digest>) throws {
  #if MISTAKE
    _ = try digest.declassifyNow(because: "a test")
  #else
    _ = digest.withBytes(of: .contactEmail) { $0.byteCount }
  #endif
}
