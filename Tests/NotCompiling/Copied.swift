// A disclosure cannot be copied.
import ConsentVault

private func send(_ data: consuming Disclosure<Reader.Digest>) {}

// expect-error: 'digest' consumed more than once
private func use(_ digest: consuming Disclosure<Reader.Digest>) {
  #if MISTAKE
    send(digest)
    send(digest)
  #else
    send(digest)
  #endif
}
