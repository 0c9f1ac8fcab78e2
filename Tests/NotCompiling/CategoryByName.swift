// A name in quotes is no category of a purpose.
import ConsentVault

private func use(_ newsroom: VaultActor<Reader.Digest>, _ reader: SubjectID) throws {
  #if MISTAKE
    // expect-error: cannot convert value of type 'String' to expected element type
    _ = try newsroom.check(reader, ["contact.email"], via: .email)
  #else
    _ = try newsroom.check(reader, [.contactEmail], via: .email)
  #endif
}
