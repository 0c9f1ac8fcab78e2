// Data released for a request by name is not for a sink that wants a purpose.
import ConsentVault

private func send(_ data: borrowing Disclosure<Reader.Digest>) {}

private func use(
  _ digest: consuming Disclosure<Reader.Digest>, _ named: consuming Disclosure<AnyPurpose>
) {
  #if MISTAKE
    // expect-error: cannot convert value of type 'Disclosure<AnyPurpose>' to expected argument type 'Disclosure<Reader.Digest>'
    send(named)
  #else
    send(digest)
  #endif
}
