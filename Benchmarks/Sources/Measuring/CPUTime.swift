import Glibc

/// CPU time of processes: all their threads, and the kernel's work on their behalf, in nanoseconds.
public enum CPUTime {
  /// Of this process so far.
  public static var own: Int64 { read(CLOCK_PROCESS_CPUTIME_ID) }

  /// Of another process so far; 0 if there is none.
  public static func spent(by process: Int32) -> Int64 {
    var clock = clockid_t()
    guard unsafe clock_getcpuclockid(process, &clock) == 0 else { return 0 }
    return read(clock)
  }

  /// Of a process and its children so far, by process.
  ///
  /// A server forks one process for each connection and some for its own work: all of them serve.
  public static func byProcess(ofFamily parent: Int32) -> [Int32: Int64] {
    var times = [parent: spent(by: parent)]
    for child in children(of: parent) { times[child] = spent(by: child) }
    return times
  }

  /// `/proc/PID/task/PID/children`, a line of numbers (proc(5)).
  private static func children(of parent: Int32) -> [Int32] {
    guard let file = unsafe fopen("/proc/\(parent)/task/\(parent)/children", "r") else { return [] }
    defer { unsafe fclose(file) }
    var line = [UInt8](repeating: 0, count: 65_536)
    let count = unsafe fread(&line, 1, line.count, file)
    return line.prefix(count).split(separator: UInt8(ascii: " "))
      .compactMap { Int32(String(decoding: $0, as: UTF8.self)) }
  }

  private static func read(_ clock: clockid_t) -> Int64 {
    var time = timespec()
    guard unsafe clock_gettime(clock, &time) == 0 else { return 0 }
    return Int64(time.tv_sec) * 1_000_000_000 + Int64(time.tv_nsec)
  }
}
