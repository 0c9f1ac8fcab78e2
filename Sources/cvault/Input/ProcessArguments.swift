import Glibc

/// The words of the command line, without the program's name.
enum ProcessArguments {
  /// The words.
  ///
  /// The runtime takes them from the start of the process, and finds none under some preloaded
  /// libraries, libfaketime among them; the kernel still has them, in `/proc/self/cmdline` (proc(5)).
  ///
  /// - Throws: ``CommandError`` for a word that is not UTF-8: repaired, as Swift's own list is, two ids of
  ///   another encoding would be one person.
  static func words() throws(CommandError) -> [String] {
    let own = runtimes
    var words: [String] = []
    for (place, bytes) in (own.isEmpty ? kernels : own).enumerated().dropFirst() {
      guard let word = String(validating: bytes, as: UTF8.self) else {
        throw .usage("USAGE", "argument \(place) is not UTF-8", hint: "write it in UTF-8")
      }
      words.append(word)
    }
    return words
  }

  private static var runtimes: [[UInt8]] {
    (0..<Int(CommandLine.argc)).compactMap { place in
      // The runtime's own array of so many C strings, which nobody changes.
      unsafe CommandLine.unsafeArgv[place].map { word in
        unsafe Array(UnsafeRawBufferPointer(start: word, count: strlen(word)))
      }
    }
  }

  private static let longest = 4 << 20

  private static var kernels: [[UInt8]] {
    guard let bytes = try? FileInput.read("/proc/self/cmdline", limit: longest) else { return [] }
    // Each word ends in a NUL; an empty word is a word.
    return bytes.split(separator: 0, omittingEmptySubsequences: false).dropLast().map { Array($0) }
  }
}
