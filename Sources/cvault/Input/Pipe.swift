import Glibc
import Synchronization
import VaultCrypto

/// Two ends of a pipe, which no program that is run inherits; closed at its end.
final class Pipe {
  private(set) var reading: Int32
  private(set) var writing: Int32

  init(_ failure: CommandError) throws(CommandError) {
    var ends: [Int32] = [-1, -1]
    guard unsafe pipe(&ends) == 0 else { throw failure }
    for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
    (reading, writing) = (ends[0], ends[1])
  }

  deinit {
    closeReading()
    closeWriting()
  }

  func closeReading() {
    if reading >= 0 { close(reading) }
    reading = -1
  }

  func closeWriting() {
    if writing >= 0 { close(writing) }
    writing = -1
  }

  /// Writes a secret that the pipe holds at once (PIPE_BUF, pipe(7)), and closes the end.
  func fill(_ secret: borrowing SecretBytes, _ failure: CommandError) throws(CommandError) {
    let put = unsafe secret.withBytes { unsafe write(writing, $0.baseAddress, $0.count) }
    guard put == secret.count else { throw failure }
    closeWriting()
  }
}
