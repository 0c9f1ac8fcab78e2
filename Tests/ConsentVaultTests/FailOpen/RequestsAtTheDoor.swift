import ConsentVault
import Testing

/// Requests that are not quite the one that is permitted, put to a vault in which all is well.
@Suite struct RequestsAtTheDoor {
  /// What a name can be mistaken for; the look-alikes are of Unicode Technical Standard 39, section 4.
  private static let misspellings: [@Sendable (String) -> String] = [
    { _ in "" }, { _ in " " }, { _ in "\0" }, { _ in "*" }, { _ in "%" }, { _ in "' OR 1=1 --" },
    { $0.uppercased() }, { " " + $0 }, { $0 + " " }, { $0 + "\n" },
    { $0 + "\0" }, { $0 + "\0more" }, { String($0.dropLast()) }, { $0 + "s" }, { $0 + "." },
    { "." + $0 }, { $0 + ".more" }, { $0 + "\u{301}" }, { $0 + "\u{200d}" }, { "\u{feff}" + $0 },
    { "\u{202e}" + $0 },
    { String($0.map { ["a": "\u{430}", "e": "\u{435}", "i": "\u{456}"][$0] ?? $0 }) },
    { String(repeating: $0, count: 1000) }, { _ in String(repeating: "a", count: 1 << 20) },
  ]

  private static let fields: [@Sendable (inout Request, (String) -> String) -> Void] = [
    { $0.actor = $1($0.actor) }, { $0.purpose = $1($0.purpose) },
    { $0.categories = $0.categories.map($1) }, { $0.operation = $1($0.operation) },
    { $0.recipient = $1($0.recipient) }, { $0.channel = $0.channel.map($1) },
  ]

  private static let others: [@Sendable (inout Request) -> Void] = [
    { $0.actor = "insight" }, { $0.actor = "self" }, { $0.purpose = "marketing" },
    { $0.purpose = "personalise.recommendations" }, { $0.purpose = "marketing.newsletter" },
    { $0.categories = [] }, { $0.categories = ["contact-log"] }, { $0.categories = ["health"] },
    { $0.categories.append("nothing") },
    { $0.categories += (0..<5_000).map { "preference.style\($0)" } },
    { $0.categories = Array(repeating: "preference.style", count: 5_000) + ["preference.styles"] },
    { $0.operation = "share" }, { $0.operation = "profile" }, { $0.operation = "combine" },
    { $0.operation = "use share" }, { $0.recipient = "broker" }, { $0.recipient = "mailer" },
    { $0.recipient = "nobody" }, { $0.channel = nil }, { $0.channel = "post" },
    { $0.channel = "self" },
    { ($0.actor, $0.purpose) = ($0.purpose, $0.actor) },
  ]

  private static var requests: [Request] {
    let whole = Request.styling
    let misspelt = fields.flatMap { field in
      misspellings.map { misspell in
        var request = whole
        field(&request, misspell)
        return request
      }
    }
    let changed = others.map { change in
      var request = whole
      change(&request)
      return request
    }
    return misspelt + changed
  }

  @Test(arguments: [Request.Mode.strict, .partial])
  func whatIsAskedOtherwiseIsNotGiven(_ mode: Request.Mode) async throws {
    let copy = try await SoundVault().copy()
    let vault = try copy.open()
    let anna = copy.sound.world.anna
    #expect(Self.requests.count > 100)
    for door in Door.out {
      #expect(await door.opens(vault, to: anna, .styling))
      for var request in Self.requests {
        request.mode = mode
        let opens = await door.opens(vault, to: anna, request)
        #expect(!opens, "\(door) \(String("\(request)".prefix(300)))")
      }
      #expect(await door.opens(vault, to: anna, .styling))
    }
    _ = try vault.verifyLedger()
  }

  @Test func nobodyElseIsAnna() async throws {
    let copy = try await SoundVault().copy()
    let vault = try copy.open()
    for door in Door.allCases {
      #expect(await door.opens(vault, to: subject("anna"), .styling))
      for name in [
        "Anna", "ANNA", "ann", "annas", "anna.", "anna\u{200d}", "\u{430}nna", "a\u{308}nna", "*",
        "%", "' OR 1=1 --", String(repeating: "anna", count: 100), "carl",
      ] {
        #expect(!(await door.opens(vault, to: subject(name), .styling)), "\(door) \(name)")
      }
    }
    for name in ["", " ", "anna ", " anna", "anna\0", "anna\n", String(repeating: "a", count: 513)]
    {
      #expect(throws: InvalidName.self) { try SubjectID(name) }
    }
  }

  @Test func nothingElseIsStored() async throws {
    let copy = try await SoundVault().copy()
    let vault = try copy.open()
    let anna = copy.sound.world.anna
    func stores(_ value: NewValue) async -> Bool {
      await code { _ = try await vault.put(anna, [value]) } == nil
    }
    let style = "preference.style"
    #expect(await stores(NewValue(category: style, bytes: [1])))
    let categories =
      Self.misspellings.map { $0(style) } + ["preference", "health.allergy", "score.value", "self"]
    for category in categories {
      #expect(!(await stores(NewValue(category: category, bytes: [1]))))
    }
    for origin in [Origin.inferred, .thirdParty("nobody"), .thirdParty(""), .thirdParty("\0")] {
      #expect(!(await stores(NewValue(category: style, bytes: [1], origin: origin))))
    }
    for key in ["\0", "\n", "a\u{1}", String(repeating: "k", count: 256)] {
      #expect(!(await stores(NewValue(category: style, key: key, bytes: [1]))))
    }
    let tooMuch = [UInt8](repeating: 0, count: 1 << 20 + 1)
    #expect(!(await stores(NewValue(category: style, bytes: tooMuch))))
    _ = try vault.verifyLedger()
  }
}
