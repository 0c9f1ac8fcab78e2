// A channel that the policy does not list for the purpose cannot be used.
import ConsentVault

private func use(_ newsroom: VaultActor<Reader.Digest>, _ reader: SubjectID) throws {
  #if MISTAKE
    // expect-error: has no member 'sms'
    _ = try newsroom.accessNow(reader, [.contactEmail], via: .sms)
  #else
    _ = try newsroom.accessNow(reader, [.contactEmail], via: .email)
  #endif
}
