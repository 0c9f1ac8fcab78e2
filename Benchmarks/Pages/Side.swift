import Measuring

/// A way to keep the same rows: plain SQLite, sealed pages or SQLCipher.
protocol Side: AnyObject, Sendable {
  /// What is told of it.
  var name: String { get }
  /// The process that does the work, if it is not this one.
  var server: Int32? { get }
  /// Does one thing; the database that was opened last is meant.
  func perform(_ work: Work) throws
}

/// The side in this process.
///
/// `@unchecked Sendable`: a benchmark runs one thing at a time.
final class OwnSide: Side, @unchecked Sendable {
  let name: String
  let server: Int32? = nil
  private let vfs: String?
  private var database: Database?

  init(_ name: String, vfs: String?) {
    self.name = name
    self.vfs = vfs
  }

  func perform(_ work: Work) throws {
    if case .open(let path) = work { return database = try Database(path, vfs: vfs) }
    try database?.perform(work)
  }
}
