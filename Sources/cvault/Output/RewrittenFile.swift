import Glibc
import VaultCrypto

/// Puts a new text in the place of a file's: all of it or nothing, under the same mode.
enum RewrittenFile {
  /// Writes beside the file, waits until it is on the disk, and renames.
  ///
  /// A link stays a link: the file that it leads to is written.
  ///
  /// - Throws: ``CommandError`` with `INPUT_OUTPUT`; the file is as it was.
  static func write(_ text: String, over path: String) throws(CommandError) {
    guard let target = resolved(path) else { throw failure(errno) }
    var status = stat()
    // Safe: stat fills the structure that it is given, and nothing else.
    guard unsafe stat(target, &status) == 0 else { throw failure(errno) }
    let draft = "\(target).\(getpid()).new"
    do throws(SecureFileError) {
      let file = try SecureFile.create(draft)
      try file.write(Array(text.utf8), at: 0)
      try file.synchronize()
      // The owner of the file decides who may read it, not the umask of whoever lays it out: the mode
      // is of use only under the same group. Another's file stays another's if that is allowed.
      guard
        unsafe chown(draft, status.st_uid, status.st_gid) == 0
          || chown(draft, geteuid(), status.st_gid) == 0,
        unsafe chmod(draft, status.st_mode & 0o7777) == 0,
        unsafe rename(draft, target) == 0
      else { throw .system("rename", errno) }
      try SecureFile.synchronizeDirectory(of: target)
    } catch {
      // Read before unlink sets it anew.
      var number = errno
      if case .system(_, let told) = error { number = told }
      if error != .exists { unsafe unlink(draft) }
      throw failure(number)
    }
  }

  private static func resolved(_ path: String) -> String? {
    // Safe: realpath gives a C string of its own or nothing, and it is freed here.
    guard let real = unsafe realpath(path, nil) else { return nil }
    defer { unsafe free(real) }
    return unsafe String(cString: real)
  }

  private static func failure(_ number: Int32) -> CommandError {
    CommandError(
      .inputOutput, number == ENOSPC ? "DISK_FULL" : "INPUT_OUTPUT",
      "the file cannot be written: error \(number)",
      hint: "check the folder, the disk and their permissions; the file is as it was")
  }
}
