// Nobody receives data for a purpose that lists nobody.
import ConsentVault

private func use(_ newsroom: VaultActor<Reader.Digest>, _ reader: SubjectID) throws {
  #if MISTAKE
    // expect-error: has no member 'carrier'
    _ = try newsroom.check(reader, [.contactEmail], via: .email, to: .carrier)
  #else
    _ = try newsroom.check(reader, [.contactEmail], via: .email)
  #endif
}
