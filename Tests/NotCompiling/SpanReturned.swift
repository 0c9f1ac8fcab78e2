// The bytes do not outlive the closure that they are lent to.
import ConsentVault

private func use(_ digest: consuming Disclosure<Reader.Digest>) {
  #if MISTAKE
    // expect-error: Escapable
    let kept = digest.withBytes(of: .contactEmail) { (bytes: RawSpan) -> RawSpan in bytes }
  #else
    _ = digest.withBytes(of: .contactEmail) { $0.byteCount }
  #endif
}
