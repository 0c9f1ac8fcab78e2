import CPQ

/// One connection to PostgreSQL over a Unix socket.
///
/// `@unchecked Sendable`: a benchmark runs one thing at a time.
@safe
public final class Connection: @unchecked Sendable {
  private let handle: OpaquePointer

  /// Connects to the server whose socket is in `folder`.
  public init(folder: String, user: String, database: String) throws {
    guard
      let handle = unsafe PQconnectdb("host=\(folder) user=\(user) dbname=\(database)")
    else { throw Failure(message: "no memory", state: "") }
    unsafe self.handle = handle
    guard unsafe PQstatus(handle) == CONNECTION_OK else { throw failure() }
    try execute("SET client_min_messages=warning")
  }

  deinit { unsafe PQfinish(handle) }

  /// The version of the server, such as `15.18`.
  public var version: String {
    unsafe PQparameterStatus(handle, "server_version").map {
      String(unsafe String(cString: $0).prefix { $0 != " " })
    } ?? ""
  }

  /// Runs statements that answer nothing.
  public func execute(_ sql: String) throws {
    _ = try unsafe Rows(PQexec(handle, sql), ended: failure)
  }

  /// Prepares a statement, once for many runs.
  public func prepare(_ name: String, _ sql: String) throws -> Statement {
    _ = try unsafe Rows(PQprepare(handle, name, sql, 0, nil), ended: failure)
    return Statement(name)
  }

  /// Runs a prepared statement; values go both ways in binary.
  public func run(_ statement: Statement, _ parameters: Parameters) throws -> Rows {
    let result = unsafe parameters.withPointers { values, lengths, formats in
      unsafe statement.name.withUnsafeBufferPointer { name in
        unsafe PQexecPrepared(
          handle, name.baseAddress, Int32(values.count), values.baseAddress, lengths.baseAddress,
          formats.baseAddress, 1)
      }
    }
    return try unsafe Rows(result, ended: failure)
  }

  /// Runs prepared statements in one round trip and one transaction, and hands on what each answers.
  public func pipeline(
    _ statements: [(Statement, Parameters)], _ body: (Int, borrowing Rows) throws -> Void
  ) throws {
    guard unsafe PQenterPipelineMode(handle) == 1 else { throw failure() }
    for (statement, parameters) in statements {
      let sent = unsafe parameters.withPointers { values, lengths, formats in
        unsafe statement.name.withUnsafeBufferPointer { name in
          unsafe PQsendQueryPrepared(
            handle, name.baseAddress, Int32(values.count), values.baseAddress, lengths.baseAddress,
            formats.baseAddress, 1)
        }
      }
      guard sent == 1 else { throw failure() }
    }
    guard unsafe PQpipelineSync(handle) == 1 else { throw failure() }
    // The first that fails aborts the rest; all of them have to be fetched either way.
    var failed: (any Error)?
    for index in statements.indices {
      do {
        let rows = try unsafe Rows(PQgetResult(handle), ended: failure)
        if failed == nil { try body(index, rows) }
      } catch {
        failed = failed ?? error
      }
      // A null ends the answers of a statement.
      while let more = unsafe PQgetResult(handle) { unsafe PQclear(more) }
    }
    unsafe PQclear(PQgetResult(handle))
    guard unsafe PQexitPipelineMode(handle) == 1 else { throw failure() }
    if let failed { throw failed }
  }

  private func failure() -> Failure {
    let message = unsafe PQerrorMessage(handle).map { unsafe String(cString: $0) } ?? ""
    return Failure(message: message, state: "")
  }
}

/// PostgreSQL refused.
public struct Failure: Error {
  /// What it says.
  public let message: String
  /// The SQLSTATE; 42501 if a row-level policy refused a row.
  public let state: String
}

/// A prepared statement of a connection.
@safe
public struct Statement: Sendable {
  let name: [CChar]

  init(_ name: String) { self.name = Array(name.utf8CString) }
}
