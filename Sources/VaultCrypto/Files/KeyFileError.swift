/// Why a keyring, an anchor or a key file cannot be used: the file, or what is in it.
package enum KeyFileError: Error, Hashable, Sendable {
  /// The file cannot be opened, read or written.
  case file(SecureFileError)
  /// The content is not what it should be.
  case content(CryptoError)
}

extension KeyFileError: CustomStringConvertible {
  /// One sentence for people.
  package var description: String {
    switch self {
    case .file(let error): error.description
    case .content(let error): error.description
    }
  }

  /// What to do next.
  package var hint: String {
    switch self {
    case .file(let error): error.hint
    case .content(let error): error.hint
    }
  }

  /// Runs `body` and takes its error for one about a file.
  static func inFile<R: ~Copyable>(
    _ body: () throws(SecureFileError) -> R
  ) throws(KeyFileError) -> R {
    do throws(SecureFileError) { return try body() } catch { throw .file(error) }
  }

  /// Runs `body` and takes its error for one about the content.
  static func inContent<R: ~Copyable>(
    _ body: () throws(CryptoError) -> R
  ) throws(KeyFileError) -> R {
    do throws(CryptoError) { return try body() } catch { throw .content(error) }
  }
}
