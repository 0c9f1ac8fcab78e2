// A purpose that contacts people demands a channel.
import ConsentVault

private func use(_ newsroom: VaultActor<Reader.Digest>, _ reader: SubjectID) throws {
  #if MISTAKE
    // expect-error: 'accessNow(_:_:to:doing:mode:)' is unavailable: the purpose contacts people: name the channel with `via:`
    _ = try newsroom.accessNow(reader, [.contactEmail])
  #else
    _ = try newsroom.accessNow(reader, [.contactEmail], via: .inApp)
  #endif
}
