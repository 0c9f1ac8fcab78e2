import CHiredis

/// One connection to Redis over a Unix socket.
///
/// `@unchecked Sendable`: a benchmark runs one thing at a time.
@safe
public final class Connection: @unchecked Sendable {
  private let context: UnsafeMutablePointer<redisContext>

  /// Connects to the socket at `path`.
  public init(path: String) throws {
    guard let context = unsafe redisConnectUnix(path) else { throw Failure(message: "no memory") }
    unsafe self.context = context
    guard unsafe context.pointee.err == 0 else { throw Failure(message: "no server at `\(path)`") }
  }

  deinit { unsafe redisFree(context) }

  /// Queues a command; it is sent with what is read next.
  public func queue(_ command: Command) throws {
    let code = unsafe command.withPointers { words, lengths in
      unsafe redisAppendCommandArgv(
        context, Int32(words.count), UnsafeMutablePointer(mutating: words.baseAddress),
        lengths.baseAddress)
    }
    guard code == REDIS_OK else { throw Failure(message: "a command was not queued") }
  }

  /// The next answer, sending first what is queued.
  public func answer() throws -> Reply {
    var reply: UnsafeMutablePointer<redisReply>?
    let code = unsafe cvault_redis_reply(context, &reply)
    guard code == REDIS_OK, let reply = unsafe reply else {
      throw Failure(message: "the server is gone")
    }
    let answer = unsafe Reply(reply)
    if let message = answer.error { throw Failure(message: message) }
    return answer
  }

  /// Sends one command and waits for its answer.
  public func run(_ command: Command) throws -> Reply {
    try queue(command)
    return try answer()
  }
}

/// Redis refused.
public struct Failure: Error {
  /// What it says.
  public let message: String
}
