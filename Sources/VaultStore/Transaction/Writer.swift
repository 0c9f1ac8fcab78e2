import Dispatch
import Synchronization
import VaultModel

/// The one writer of a process: it commits for everybody (group commit).
///
/// It commits at once, and those who arrive while its fsync runs share the next one; nobody waits for
/// a timer. A synchronous caller that finds the writer idle writes on its own thread; all others are
/// served on a dedicated queue, so that no fsync blocks the cooperative pool.
final class Writer: Sendable {
  /// One caller's change.
  private struct Job: Sendable {
    let durability: Durability
    /// Makes the change and keeps its result or error for ``finish``.
    let run: @Sendable (WriteTransaction) -> Void
    /// Tells the caller: nil once its change is committed, or why it is not.
    let finish: @Sendable ((any Error)?) -> Void
  }

  /// Holds a result between the change and its commit.
  private final class Outcome<R: Sendable>: Sendable {
    private let result = Mutex<Result<R, any Error>?>(nil)

    func set(_ new: Result<R, any Error>) { result.withLock { $0 = new } }

    /// A job that never ran failed.
    var value: Result<R, any Error> {
      result.withLock { $0 } ?? .failure(StoreError.poisoned)
    }
  }

  private struct State {
    var waiting: [Job] = []
    var isRunning = false
  }

  private let state = Mutex(State())
  private let queue = DispatchQueue(label: "consent-vault.writer")
  /// Commits a group: begins, hands over the transaction, commits, syncs, advances the anchor.
  private let commit: @Sendable (Durability, (WriteTransaction) -> Void) throws -> Void

  init(
    commit: @escaping @Sendable (Durability, (WriteTransaction) -> Void) throws -> Void
  ) {
    self.commit = commit
  }

  /// Makes a change without blocking the caller's executor.
  func write<R: Sendable>(
    _ durability: Durability, _ change: @escaping @Sendable (WriteTransaction) throws -> R
  ) async throws -> R {
    try await withCheckedThrowingContinuation { (continuation: CheckedContinuation<R, any Error>) in
      let job = Self.job(durability, change) { continuation.resume(with: $0) }
      if enqueue(job) { queue.async { self.serve() } }
    }
  }

  /// Makes a change on the caller's thread, or waits for the thread that is committing.
  func writeNow<R: Sendable>(
    _ durability: Durability, _ change: @escaping @Sendable (WriteTransaction) throws -> R
  ) throws -> R {
    let done = DispatchSemaphore(value: 0)
    let outcome = Outcome<R>()
    let job = Self.job(durability, change) { result in
      outcome.set(result)
      done.signal()
    }
    if enqueue(job) {
      serveOnce()
      // Whoever came meanwhile is served on the queue: this thread has its own answer to return.
      if mustGoOn() { queue.async { self.serve() } }
    }
    done.wait()
    return try outcome.value.get()
  }

  private static func job<R: Sendable>(
    _ durability: Durability, _ change: @escaping @Sendable (WriteTransaction) throws -> R,
    answer: @escaping @Sendable (Result<R, any Error>) -> Void
  ) -> Job {
    let outcome = Outcome<R>()
    return Job(durability: durability) { transaction in
      outcome.set(Result { try transaction.perform(change) })
    } finish: { failure in
      answer(failure.map { .failure($0) } ?? outcome.value)
    }
  }

  /// Adds a job; true if the caller has to serve, because nobody does.
  private func enqueue(_ job: Job) -> Bool {
    state.withLock { state in
      state.waiting.append(job)
      defer { state.isRunning = true }
      return !state.isRunning
    }
  }

  private func takeAll() -> [Job] {
    state.withLock { state in
      defer { state.waiting = [] }
      return state.waiting
    }
  }

  /// Whether somebody is waiting; if nobody is, the writer is idle from now on.
  private func mustGoOn() -> Bool {
    state.withLock { state in
      state.isRunning = !state.waiting.isEmpty
      return state.isRunning
    }
  }

  private func serve() {
    repeat { serveOnce() } while mustGoOn()
  }

  private func serveOnce() {
    let jobs = takeAll()
    guard !jobs.isEmpty else { return }
    let durability: Durability =
      jobs.contains { $0.durability == .strict } ? .strict : .crashSafe
    var failure: (any Error)?
    do {
      try commit(durability) { transaction in
        for job in jobs { job.run(transaction) }
      }
    } catch {
      failure = error
    }
    for job in jobs { job.finish(failure) }
  }
}
