// A recipient that the policy does not list for the purpose receives nothing.
import ConsentVault

private func use(_ carrier: VaultActor<Reader.Delivery>, _ reader: SubjectID) throws {
  #if MISTAKE
    // expect-error: has no member 'printer'
    _ = try carrier.check(reader, [.contactPostal], to: .printer)
  #else
    _ = try carrier.check(reader, [.contactPostal], to: .carrier)
  #endif
}
