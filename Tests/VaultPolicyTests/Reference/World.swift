import VaultModel

/// One subject's world in plain words and whole milliseconds, which both the reference and the engine
/// are told.
struct World: Hashable, Sendable {
  enum Subject: Hashable, Sendable {
    case unknown, active, erased
    case restricted(since: Int64)
  }

  /// A permission as it was named; nothing implied is written out.
  struct Record: Hashable, Sendable {
    var isConsent = true
    var purpose: String
    var categories: Set<String> = []
    var operations: Set<String> = []
    var recipients: Set<String> = []
    var channels: Set<String> = []
    var origins: Set<String> = []
    var from: Int64
    var until: Int64
    var state = PermissionState.given
    var method: String? = "web-form"
    /// The event time of the giving.
    var said: Int64
    var recorded: Int64
    /// The event time of the last change.
    var changed: Int64
    /// The order of recording.
    var order: UInt64
    /// The policy's retention when it was recorded.
    var retention: Int64 = 0
  }

  /// A denial.
  struct No: Hashable, Sendable {
    var isRefusal = false
    /// A leaf or a group; nil is `*`.
    var purpose: String?
    var categories: Set<String>?
    var channels: Set<String>?
    var recipients: Set<String>?
    var said: Int64
    var recorded: Int64
  }

  var subject = Subject.active
  var records: [Record] = []
  var nos: [No] = []
  /// The origins of the stored values by category leaf.
  var origins: [String: [String]] = [:]
  var contacts: [Int64] = []
  var time: Int64
  var clockIsTrusted = true
}
