import Glibc

/// The words of the command line, without the program's name.
enum ProcessArguments {
  /// The words.
  ///
  /// The runtime takes them from the start of the process, and finds none under some preloaded
  /// libraries, libfaketime among them; the kernel still has them, in `/proc/self/cmdline` (proc(5)).
  static var words: [String] {
    let words = CommandLine.arguments
    return Array((words.isEmpty ? kernels : words).dropFirst())
  }

  private static let longest = 4 << 20

  private static var kernels: [String] {
    guard let bytes = try? FileInput.read("/proc/self/cmdline", limit: longest) else { return [] }
    // Each word ends in a NUL; an empty word is a word.
    return bytes.split(separator: 0, omittingEmptySubsequences: false).dropLast()
      .map { String(decoding: $0, as: UTF8.self) }
  }
}
