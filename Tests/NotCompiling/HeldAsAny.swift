// A disclosure cannot hide behind `Any`.
import ConsentVault

private func use(_ digest: consuming Disclosure<Reader.Digest>) {
  #if MISTAKE
    // expect-error: does not conform to specified type 'Copyable'
    let anything: Any = digest
    _ = anything
  #else
    let anything: Any = digest.decision
    _ = anything
  #endif
}
