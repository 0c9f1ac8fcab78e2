// A purpose without channels takes none.
import ConsentVault

private func use(_ carrier: VaultActor<Reader.Delivery>, _ reader: SubjectID) throws {
  #if MISTAKE
    // expect-error: has no member 'email'
    _ = try carrier.accessNow(reader, [.contactPostal], via: .email)
  #else
    _ = try carrier.accessNow(reader, [.contactPostal])
  #endif
}
