import Glibc

/// Who is logged in at this machine, for `admin:<login>`.
enum Login {
  /// The user's name, or its number where the machine knows no name.
  static var name: String {
    let user = geteuid()
    var entry = unsafe passwd()
    var found: UnsafeMutablePointer<passwd>?
    var buffer = [CChar](repeating: 0, count: 4096)
    // The name lives in `buffer`, and is copied before that ends.
    let code = unsafe getpwuid_r(user, &entry, &buffer, buffer.count, &found)
    guard code == 0, unsafe found != nil, let name = unsafe entry.pw_name else {
      return "\(user)"
    }
    return unsafe String(cString: name)
  }
}
