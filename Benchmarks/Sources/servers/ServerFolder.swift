import Glibc

/// The folder in which `Benchmarks/servers start` has started servers.
struct ServerFolder {
  private let path: String

  /// From `CVAULT_SERVERS_FOLDER`; nil if it is not set.
  init?() {
    guard let path = unsafe getenv("CVAULT_SERVERS_FOLDER").map({ unsafe String(cString: $0) })
    else { return nil }
    self.path = path
  }

  /// Where PostgreSQL's socket is.
  var postgreSQL: String { "\(path)/postgresql" }
  /// Where Redis's socket, `redis.sock`, is.
  var redis: String { "\(path)/redis" }
  /// PostgreSQL's first process; nil if it does not run.
  var postgreSQLProcess: Int32? { process(in: "\(path)/postgresql/data/postmaster.pid") }
  /// Redis's process; nil if it does not run.
  var redisProcess: Int32? { process(in: "\(path)/redis/redis.pid") }

  /// The first line of a file of a server that runs.
  private func process(in file: String) -> Int32? {
    guard let opened = unsafe fopen(file, "r") else { return nil }
    defer { unsafe fclose(opened) }
    var line = [CChar](repeating: 0, count: 32)
    guard unsafe fgets(&line, 32, opened) != nil else { return nil }
    let digits = line.prefix { $0 >= 48 && $0 < 58 }.map { UInt8(bitPattern: $0) }
    guard let process = Int32(String(decoding: digits, as: UTF8.self)), kill(process, 0) == 0
    else { return nil }
    return process
  }
}
