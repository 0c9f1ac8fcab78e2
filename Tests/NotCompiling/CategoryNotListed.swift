// A category that the policy does not list for the purpose cannot be asked for.
import ConsentVault

private func use(_ newsroom: VaultActor<Reader.Digest>, _ reader: SubjectID) async throws {
  #if MISTAKE
    // expect-error: has no member 'contactPostal'
    _ = try await newsroom.access(reader, [.contactPostal], via: .email)
  #else
    _ = try await newsroom.access(reader, [.contactEmail], via: .email)
  #endif
}
