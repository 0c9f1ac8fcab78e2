// What a disclosure holds is not reached past its doors.
import ConsentVault

private func use(_ digest: consuming Disclosure<Reader.Digest>) {
  #if MISTAKE
    // expect-error: 'plaintexts' is inaccessible
    _ = digest.plaintexts
  #else
    _ = digest.values
  #endif
}
