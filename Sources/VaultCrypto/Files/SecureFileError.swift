/// Why a file that guards keys cannot be used.
///
/// The path is the caller's to name.
package enum SecureFileError: Error, Hashable, Sendable {
  /// There is no such file.
  case missing
  /// There is one already, and it is not to be overwritten.
  case exists
  /// A symbolic link, a directory or a device.
  case notARegularFile
  /// The group or others may read or write it.
  case openToOthers
  /// It belongs to another user.
  case foreignOwner
  /// A system call failed: its name and errno.
  case system(String, Int32)
}

extension SecureFileError: CustomStringConvertible {
  /// One sentence for people.
  package var description: String {
    switch self {
    case .missing: "the file does not exist"
    case .exists: "the file exists already"
    case .notARegularFile: "the file is a link, a directory or a device"
    case .openToOthers: "the file is open to the group or to others"
    case .foreignOwner: "the file belongs to another user"
    case .system(let call, let code): "\(call) failed with error \(code)"
    }
  }

  /// What to do next.
  package var hint: String {
    switch self {
    case .missing: "check the path, or restore the file from a backup"
    case .exists: "choose another path, or move the file away"
    case .notARegularFile: "put the file itself there"
    case .openToOthers: "run `chmod 600` on it, and think about who may have read it"
    case .foreignOwner: "run as the user who owns the vault"
    case .system: "check the disk and the permissions of the directory"
    }
  }
}
