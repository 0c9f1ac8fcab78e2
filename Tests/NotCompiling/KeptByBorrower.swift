// Who was lent a disclosure cannot keep it.
import ConsentVault

private final class Drawer {
  var kept: Disclosure<Reader.Digest>?
}

private func use(_ digest: borrowing Disclosure<Reader.Digest>, _ drawer: Drawer) {
  #if MISTAKE
    // expect-error: implicit conversion to 'Disclosure<Reader.Digest>?' is consuming
    drawer.kept = digest
  #else
    drawer.kept = nil
  #endif
}
