import Glibc
import VaultCrypto

/// Asks at the terminal, which is not always standard input.
struct TerminalPrompt: ~Copyable {
  private let descriptor: Int32

  /// The process's terminal; nil if it has none.
  init?() {
    let descriptor = unsafe open("/dev/tty", O_RDWR | O_CLOEXEC | O_NOCTTY)
    guard descriptor >= 0 else { return nil }
    self.descriptor = descriptor
  }

  deinit { close(descriptor) }

  /// Asks for a secret; what is typed is not shown.
  func secret(_ question: String) throws -> SecretBytes {
    var shown = termios()
    guard unsafe tcgetattr(descriptor, &shown) == 0 else {
      throw CommandError(.key, "KEY_MISSING", "the terminal cannot hide what is typed")
    }
    // A Ctrl-C must not leave the terminal without echo.
    Interruption.watch()
    var hidden = shown
    hidden.c_lflag &= ~tcflag_t(ECHO)
    unsafe tcsetattr(descriptor, TCSAFLUSH, &hidden)
    defer { unsafe tcsetattr(descriptor, TCSAFLUSH, &shown) }
    try say(question)
    let secret = try SecretInput.line(descriptor)
    try say("\n")
    return secret
  }

  /// Asks for a word; what is typed is shown.
  func word(_ question: String) throws -> String {
    try say(question)
    var bytes: [UInt8] = []
    while bytes.count < 4096 {
      var byte: UInt8 = 0
      let got = unsafe read(descriptor, &byte, 1)
      if got < 0 && errno == EINTR { continue }
      if got <= 0 || byte == UInt8(ascii: "\n") { break }
      bytes.append(byte)
    }
    return String(decoding: bytes, as: UTF8.self)
  }

  private func say(_ text: String) throws(FileOutput.Failure) {
    try FileOutput.write(Array(text.utf8), to: descriptor)
  }
}
