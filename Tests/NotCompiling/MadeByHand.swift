// Only the guard makes disclosures.
import ConsentVault

private func use(_ digest: consuming Disclosure<Reader.Digest>) -> Disclosure<Reader.Digest> {
  #if MISTAKE
    // expect-error: initializer is inaccessible
    // expect-error: missing arguments
    return Disclosure<Reader.Digest>()
  #else
    return digest
  #endif
}
