import Testing

@testable import cvault

@Suite struct ShellWords {
  @Test(arguments: [
    ("C-1001", "C-1001"), ("a b", "'a b'"), ("o'neil", #"'o'\''neil'"#), ("", "''"),
    ("$(rm)", "'$(rm)'"), ("a\nb", "'a\nb'"),
  ])
  func aWordReachesTheShellAsItIs(word: String, quoted: String) {
    #expect(ShellWord.quoted(word) == quoted)
  }
}
