/// What the compiler says where a purpose demands a channel and none is named.
extension VaultActor {
  /// There is no access without a channel.
  @available(*, unavailable, message: "the purpose contacts people: name the channel with `via:`")
  public func access(
    _ subject: SubjectID, _ categories: [P.Category], to recipient: P.Recipient? = nil,
    doing operation: P.Operation? = nil, mode: Request.Mode = .strict
  ) async throws(VaultError) -> Access<P> { fatalError("unavailable") }

  /// There is no access without a channel.
  @available(*, unavailable, message: "the purpose contacts people: name the channel with `via:`")
  public func accessNow(
    _ subject: SubjectID, _ categories: [P.Category], to recipient: P.Recipient? = nil,
    doing operation: P.Operation? = nil, mode: Request.Mode = .strict
  ) throws(VaultError) -> Access<P> { fatalError("unavailable") }

  /// There is no decision without a channel.
  @available(*, unavailable, message: "the purpose contacts people: name the channel with `via:`")
  public func check(
    _ subject: SubjectID, _ categories: [P.Category], to recipient: P.Recipient? = nil,
    doing operation: P.Operation? = nil, mode: Request.Mode = .strict
  ) throws(VaultError) -> Decision { fatalError("unavailable") }
}
