import Glibc
import Testing

@testable import VaultCrypto

@Suite struct KeyFileTests {
  private let directory: TemporaryDirectory

  init() throws { directory = try TemporaryDirectory() }

  private static let line =
    "CVAULT-KEY-1 202122232425262728292a2b2c2d2e2f303132333435363738393a3b3c3d3e3f"

  private func secret(_ text: String) throws -> [UInt8] {
    try KeyFile.secret(from: SecretBytes(copying: Array(text.utf8))).array
  }

  @Test func theTextFormIsOneLine() throws {
    let text = try KeyFile.text(of: SecretBytes(copying: counting(from: 0x20, 32))).array
    #expect(String(decoding: text, as: UTF8.self) == Self.line + "\n")
    #expect(try secret(Self.line + "\n") == counting(from: 0x20, 32))
    #expect(try secret(Self.line) == counting(from: 0x20, 32))
    #expect(throws: CryptoError.malformed) { _ = try KeyFile.text(of: SecretBytes(count: 31)) }
  }

  @Test func anythingElseIsRefused() {
    let bad = [
      "", "\n", "CVAULT-KEY-1 ", String(Self.line.dropLast()), Self.line + "0", Self.line + "\r\n",
      Self.line + "\n\n", "x" + Self.line, String(Self.line.dropLast()) + "g", "CVAULT-KEY-",
      "CVAULT-KEY-x 20",
    ]
    for text in bad {
      #expect(throws: CryptoError.malformed) { _ = try secret(text) }
    }
    #expect(throws: CryptoError.newerFormat) { _ = try secret("CVAULT-KEY-2 abc") }
  }

  @Test func aFileIsWrittenPrivatelyAndReadAgain() throws {
    let path = "\(directory)/a.key"
    try KeyFile.write(SecretBytes(copying: counting(from: 0x20, 32)), to: path)
    #expect(contents(path) == Array((Self.line + "\n").utf8))
    let again = try KeyFile.read(path).array
    #expect(again == counting(from: 0x20, 32))
    #expect(throws: KeyFileError.file(.exists)) {
      try KeyFile.write(SecretBytes(count: 32), to: path)
    }
    #expect(throws: KeyFileError.file(.missing)) { _ = try KeyFile.read("\(directory)/b") }
  }

  @Test func aFileThatOthersMayReadIsRefused() throws {
    let path = "\(directory)/a.key"
    for mode in [0o640, 0o604, 0o620, 0o601] as [mode_t] {
      overwrite(path, Array(Self.line.utf8), mode: mode)
      #expect(throws: KeyFileError.file(.openToOthers)) { _ = try KeyFile.read(path) }
    }
  }

  @Test func aPassphraseIsTheFirstLineAndNeverEmpty() throws {
    let path = "\(directory)/passphrase"
    for text in ["words", "words\n", "words\nmore\n"] {
      overwrite(path, Array(text.utf8))
      #expect(try KeyFile.passphrase(path).array == Array("words".utf8))
    }
    for text in ["", "\n", "\nwords\n"] {
      overwrite(path, Array(text.utf8))
      #expect(throws: KeyFileError.content(.emptyPassphrase)) { _ = try KeyFile.passphrase(path) }
    }
  }

  @Test func aHugeFileIsRefusedUnread() throws {
    overwrite("\(directory)/a.key", [UInt8](repeating: 0x41, count: 2_000))
    #expect(throws: KeyFileError.content(.malformed)) {
      _ = try KeyFile.read("\(directory)/a.key")
    }
  }
}
