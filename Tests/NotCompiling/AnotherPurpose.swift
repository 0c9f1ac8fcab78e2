// Data released for one purpose is none for another.
import ConsentVault

private func send(_ data: borrowing Disclosure<Reader.Digest>) {}

private func use(
  _ digest: consuming Disclosure<Reader.Digest>, _ address: consuming Disclosure<Reader.Delivery>
) {
  #if MISTAKE
    // expect-error: cannot convert value of type 'Disclosure<Reader.Delivery>' to expected argument type 'Disclosure<Reader.Digest>'
    send(address)
  #else
    send(digest)
  #endif
}
