import Glibc

/// The work of the benchmark of pages, done by SQLCipher: a line of standard input a thing, `ok` or `failed`
/// for each.
@main struct SQLCipherPages {
  static func main() throws {
    var database: Database?
    while let line = readLine() {
      guard let work = Work(line) else { return print("failed") }
      if case .open(let path) = work { database = try Database(path, vfs: nil) }
      try database?.perform(work)
      print("ok")
      fflush(nil)
    }
  }
}
