import Glibc

/// Memory of this process.
enum Memory {
  /// The most that was ever resident, in megabytes.
  static var highest: Int {
    var usage = rusage()
    unsafe getrusage(__rusage_who_t(RUSAGE_SELF.rawValue), &usage)
    return usage.ru_maxrss / 1_024
  }
}
