import Testing

/// Through the command line too, whatever is asked wrongly is denied, and whatever is damaged is an error.
@Suite struct FailOpen {
  private static let secret = "Size-7f3a"

  private func vault() throws -> TestVault {
    let vault = try TestVault()
    _ = try vault.grant()
    let put = try vault.run(["put", "C-1"], input: #"{"preference.size": ["\#(Self.secret)"]}"#)
    try #require(put.code == 0)
    return vault
  }

  /// The words of a request, one of whose options is another.
  private func ask(
    _ command: String, _ subject: String = "C-1", _ option: String? = nil, _ value: String = "",
    more: [String] = []
  ) -> [String] {
    var words = TestVault.ask(command, subject)
    if let place = option.flatMap(words.firstIndex) { words[place + 1] = value }
    return words + more + (command == "get" ? ["--reveal"] : [])
  }

  /// Options with values that are not those of the request.
  private static let wrong: [(option: String, values: [String])] = [
    (
      "--purpose",
      [
        "", "personalise", "personalise.recommendation", "Personalise.recommendations", "*",
        "\u{440}",
      ]
    ),
    (
      "--category",
      ["", "preference.sizes", "PREFERENCE.SIZE", "preference.", "health.allergy", "%"]
    ),
    ("--as", ["", "Shop-engine", "shop-engine ", "finance", "self", "root"]),
  ]

  private static let extra = [
    ["--recipient", "broker"], ["--recipient", ""], ["--recipient", "nobody"],
    ["--channel", "email"], ["--channel", ""], ["--operation", "share"],
    ["--operation", "combine"],
    ["--operation", "USE"], ["--category", "no.such"], ["--category", "contact.email"],
  ]

  @Test func whatIsAskedOtherwiseIsDenied() throws {
    let vault = try vault()
    for command in ["check", "get"] {
      #expect(try vault.run(ask(command)).code == 0)
      for (option, values) in Self.wrong {
        for value in values {
          let run = try vault.run(ask(command, "C-1", option, value))
          #expect(run.code == 3, "\(command) \(option) \(value): \(run.code)")
          #expect(!run.output.contains(Self.secret))
        }
      }
      for more in Self.extra {
        let run = try vault.run(ask(command, more: more))
        #expect(run.code == 3, "\(command) \(more): \(run.code)")
        #expect(!run.output.contains(Self.secret))
      }
      for subject in ["c-1", "C-10", "C-1.", "%"] {
        #expect(try vault.run(ask(command, subject)).code == 3, "\(command) \(subject)")
      }
    }
  }

  @Test(arguments: ["keyring", "anchor", "data.db"])
  func aDamagedFileOpensNothing(_ name: String) throws {
    for content in ["", "x", String(repeating: "\0", count: 8192)] {
      let vault = try vault()
      for command in ["check", "get"] { #expect(try vault.run(ask(command)).code == 0) }
      try vault.folder.write("shop.vault/" + name, content)
      for command in ["check", "get"] {
        let run = try vault.run(ask(command))
        #expect(![0, 3].contains(run.code), "\(name): \(run.code)")
        #expect(!run.output.contains(Self.secret))
      }
    }
  }

  @Test func anotherKeyOpensNothing() throws {
    let vault = try vault()
    let other = try TestVault()
    for key in [
      other.folder["key"], vault.folder["nothing"], vault.folder["shop.vault"], "/dev/null",
    ] {
      for command in ["check", "get"] {
        let run = try vault.run(ask(command, more: ["--key-file", key]))
        #expect(![0, 3].contains(run.code), "\(key): \(run.code)")
        #expect(!run.output.contains(Self.secret))
      }
    }
  }
}
