/// Sweeps on a schedule inside a server process.
///
/// It has the shape of a service of swift-service-lifecycle, whose protocol asks for `run()` alone,
/// so that one line makes it one: `extension SweepService: Service {}`. Cancelling the task, as a
/// graceful shutdown does, ends it between two batches.
public struct SweepService: Sendable {
  private let vault: Vault
  private let interval: TimeSpan
  private let options: SweepOptions
  private let report: @Sendable (Result<SweepReport, VaultError>) -> Void

  /// A service that sweeps `vault` at once and then every `interval`.
  ///
  /// - Parameters:
  ///   - vault: opened with an owner's key.
  ///   - interval: the pause between the end of one sweep and the start of the next.
  ///   - options: how each sweep goes about it.
  ///   - report: gets what each sweep did, or why it failed; a failed sweep is tried again after
  ///     the next interval, because expiry is enforced at the read anyway.
  public init(
    _ vault: Vault, every interval: TimeSpan, options: SweepOptions = SweepOptions(),
    report: @escaping @Sendable (Result<SweepReport, VaultError>) -> Void = { _ in }
  ) {
    self.vault = vault
    self.interval = interval
    self.options = options
    self.report = report
  }

  /// Sweeps until the task is cancelled, and then returns.
  ///
  /// - Throws: nothing; a service's `run()` is declared so.
  public func run() async throws {
    while !Task.isCancelled {
      do throws(VaultError) {
        report(.success(try await vault.sweep(options)))
      } catch {
        report(.failure(error))
      }
      do {
        try await Task.sleep(for: .milliseconds(interval.milliseconds))
      } catch is CancellationError {
        return
      }
    }
  }
}
