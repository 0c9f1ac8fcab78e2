import Glibc

/// Descriptors 0, 1 and 2, which belong to the shell's end of the process whether it opened them or not.
enum StandardDescriptors {
  /// Holds the places of those that came closed, so that no file of ours gets their number: an answer
  /// would be written into the vault's own files.
  ///
  /// What holds the place can be neither read nor written, so a closed output stays an error.
  ///
  /// - Returns: false if a place could not be held.
  static func hold() -> Bool {
    // In their order: open(2) gives the lowest number that is free.
    for descriptor in STDIN_FILENO...STDERR_FILENO where fcntl(descriptor, F_GETFD) < 0 {
      let way = descriptor == STDIN_FILENO ? O_WRONLY : O_RDONLY
      guard unsafe open("/dev/null", way) == descriptor else { return false }
    }
    return true
  }
}
