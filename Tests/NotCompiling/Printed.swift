// A disclosure cannot be printed.
import ConsentVault

private func use(_ digest: consuming Disclosure<Reader.Digest>) {
  #if MISTAKE
    // expect-error: does not conform to expected type 'Copyable'
    print(digest)
  #else
    print(digest.decision.codes)
  #endif
}
