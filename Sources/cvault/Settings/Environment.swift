import Glibc

/// The variables of the process; a value of its own, so that tests can make one.
struct Environment: Sendable {
  private let look: @Sendable (String) -> String?

  init(_ variables: [String: String]) { look = { variables[$0] } }

  private init(looking look: @escaping @Sendable (String) -> String?) { self.look = look }

  /// The process's own.
  ///
  /// Nothing here changes a variable, so reading needs no lock.
  static let process = Environment(looking: { name in
    unsafe getenv(name).map { unsafe String(cString: $0) }
  })

  /// A variable; an empty one counts as not set.
  subscript(name: String) -> String? {
    guard let value = look(name), !value.isEmpty else { return nil }
    return value
  }
}
