// The bytes cannot be put aside.
import ConsentVault

private func use(_ digest: consuming Disclosure<Reader.Digest>) {
  // expect-error: lifetime-dependent variable 'kept' escapes its scope
  var kept = RawSpan()
  #if MISTAKE
    _ = digest.withBytes(of: .contactEmail) { kept = $0 }
    _ = kept.byteCount
  #else
    kept = RawSpan()
    _ = kept.byteCount
  #endif
}
