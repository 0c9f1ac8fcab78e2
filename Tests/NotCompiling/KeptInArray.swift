// Disclosures cannot be gathered.
import ConsentVault

private func use(_ digest: consuming Disclosure<Reader.Digest>) {
  #if MISTAKE
    // expect-error: requires that 'Disclosure<Reader.Digest>' conform to 'Copyable'
    let all = [digest]
    _ = all
  #else
    let all = [digest.decision]
    _ = all
  #endif
}
