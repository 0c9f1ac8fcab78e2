// A disclosure has the categories of its purpose, and no other.
import ConsentVault

private func use(_ digest: consuming Disclosure<Reader.Digest>) {
  #if MISTAKE
    // expect-error: reference to member 'contactName' cannot be resolved
    _ = digest.withBytes(of: .contactName) { $0.byteCount }
  #else
    _ = digest.withBytes(of: .contactEmail) { $0.byteCount }
  #endif
}
