import CFaults
import Glibc

/// One call that fails: what, how, and with which error.
struct Fault: Hashable, Sendable {
  enum Way: String, CaseIterable, Sendable {
    case once
    case forGood = "for-good"
    case short
    case torn

    fileprivate var number: Int32 {
      switch self {
      case .once: Int32(CFL_ONCE.rawValue)
      case .forGood: Int32(CFL_FOR_GOOD.rawValue)
      case .short: Int32(CFL_SHORT.rawValue)
      case .torn: Int32(CFL_TORN.rawValue)
      }
    }
  }

  let kind: cfl_kind
  let name: String
  let error: Int32
  let errorName: String
  let way: Way

  /// What a report counts it under.
  var text: String { "\(name) \(errorName) \(way.rawValue)" }

  /// From now on the `number`th call fails, counted from 1.
  func arm(_ number: UInt64) {
    cfl_arm(Int32(kind.rawValue), number, error, way.number)
  }

  private init(
    _ kind: cfl_kind, _ name: String, _ error: Int32, _ errorName: String, _ way: Way
  ) {
    self.kind = kind
    self.name = name
    self.error = error
    self.errorName = errorName
    self.way = way
  }

  private static func once(
    _ kind: cfl_kind, _ name: String, _ error: Int32, _ errorName: String
  ) -> [Fault] {
    [Way.once, .forGood].map { Fault(kind, name, error, errorName, $0) }
  }

  /// A disk that fails, and one that is full.
  static let disk: [Fault] =
    once(CFL_OPEN, "open", EIO, "EIO") + once(CFL_READ, "read", EIO, "EIO")
    + once(CFL_WRITE, "write", EIO, "EIO") + once(CFL_WRITE, "write", ENOSPC, "ENOSPC")
    + [
      Fault(CFL_WRITE, "write", 0, "none", .short),
      Fault(CFL_WRITE, "write", EIO, "EIO", .torn),
      Fault(CFL_WRITE, "write", ENOSPC, "ENOSPC", .torn),
    ]
    + once(CFL_TRUNCATE, "truncate", EIO, "EIO") + once(CFL_SYNC, "sync", EIO, "EIO")
    + once(CFL_STAT, "stat", EIO, "EIO") + once(CFL_LOCK, "lock", EIO, "EIO")
    + once(CFL_MAP, "map", ENOMEM, "ENOMEM") + once(CFL_REMOVE, "remove", EIO, "EIO")

  /// Memory that runs out.
  static let memory: [Fault] =
    once(CFL_SQLITE_MEMORY, "sqlite-memory", ENOMEM, "ENOMEM")
    + once(CFL_CRYPTO_MEMORY, "crypto-memory", ENOMEM, "ENOMEM")
}
