// What the policy does not list is not done with the data.
import ConsentVault

private func use(_ carrier: VaultActor<Reader.Delivery>, _ reader: SubjectID) throws {
  #if MISTAKE
    // expect-error: has no member 'profile'
    _ = try carrier.check(reader, [.contactPostal], doing: .profile)
  #else
    _ = try carrier.check(reader, [.contactPostal], doing: .use)
  #endif
}
