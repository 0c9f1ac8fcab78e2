import ConsentVault
import VaultModel

extension VerifiedStatement {
  /// The shape of `receipt verify`.
  var json: JSONValue {
    [
      "ok": .flag(true), "kind": .text(kind.rawValue), "vault": .text(vault),
      "event": .text(event), "at": .described(time), "signed": .described(signed),
      "leaf": .number(leaf), "size": .number(size), "key": .text(signer),
    ]
  }

  /// What was proved, for people.
  var facts: TextBlock {
    .facts([
      .init("kind", kind.rawValue), .init("vault", vault), .init("signed by", signer),
      .init("signed", LocalTime.text(signed)),
      .init("ledger", "leaf \(leaf) of the first \(size)"),
    ])
  }
}

extension SignedStatement {
  /// The answer of a command that makes it: `facts` for people, the statement itself for programs and,
  /// if it is named, for a new file.
  ///
  /// - Parameters:
  ///   - name: what it is called, such as `receipt`.
  ///   - facts: what it tells.
  ///   - file: where it goes; nil for nowhere.
  /// - Returns: the answer.
  /// - Throws: ``CommandError`` if the file is there already or cannot be written.
  func answer(_ name: String, _ facts: TextBlock, to file: String?) throws -> Answer {
    var blocks = [facts]
    if let file {
      try write(to: file)
      blocks.append(.facts([.init("written to", file)]))
      blocks.append(
        .sentence("verify it anywhere: cvault receipt verify \(ShellWord.quoted(file)) --key KEY"))
    } else {
      blocks.append(.sentence("the \(name) itself is a file: name it with --to, or ask for --json"))
    }
    var answer = Answer(json, blocks)
    answer.exact = bytes
    answer.isConfirmation = file != nil
    return answer
  }

  /// Writes it to a new file.
  func write(to file: String) throws {
    try NewFile.write(String(decoding: bytes, as: UTF8.self), to: file)
  }

  /// What it tells, for people, in any of its forms; what a form does not have is left out.
  var facts: TextBlock {
    let rows: [(name: String, texts: [String])] = [
      ("event", [event]), ("recorded", [time(json["event"]?["time"])]),
      ("happened", [time(record["dpv:hasConsentStatus"]?["dpv:isIndicatedAtTime"])]),
      ("consent", [text(record["dct:identifier"])]),
      ("person", [text(record["dpv:hasDataSubject"]?["dct:identifier"])]),
      ("person", [text(json["piiPrincipalId"])]),
      ("controller", [controller]),
      ("purpose", [text(purpose["dct:identifier"]), text(purpose["dct:title"])]),
      ("purpose", (kantara["purposeCategory"]?.items ?? []).map(text)),
      ("benefit", [text(purpose["dct:description"]), text(kantara["purpose"])]),
      ("categories", titles(process["dpv:hasPersonalData"])),
      ("categories", (kantara["piiCategory"]?.items ?? []).map(text)),
      ("recipients", titles(process["dpv:hasRecipient"])),
      ("channels", titles(purpose["dpv:hasContext"])),
      ("from", [time(process["dpv:hasDuration"]?["dcat:startDate"])]),
      ("until", [time(process["dpv:hasDuration"]?["dcat:endDate"]), time(kantara["termination"])]),
      ("notice", [notice]), ("withdraw", [withdrawal]),
      ("rights", titles(record["dpv:hasRight"])),
    ]
    return .facts(
      rows.map { row in
        .init(row.name, row.texts.filter { !$0.isEmpty }.joined(separator: ", "))
      }.filter { !$0.text.isEmpty })
  }

  private var record: JSONValue { json["dpv:hasRecordOfActivity"] ?? .null }
  private var process: JSONValue { record["dpv:hasProcess"] ?? .null }
  private var purpose: JSONValue { process["dpv:hasPurpose"] ?? .null }
  private var kantara: JSONValue {
    json["services"]?.items.first?["purposes"]?.items.first ?? .null
  }

  private var event: String {
    let event = json["event"] ?? .null
    let policy = event["policy"] ?? .null
    return "\(text(event["kind"])) under \(text(policy["name"])) \(text(policy["version"]))"
  }

  private var controller: String {
    let found = record["dpv:hasDataController"] ?? json["piiControllers"]?.items.first ?? .null
    let name = text(found["dpv:hasName"] ?? found["piiController"])
    let contact = text(found["dpv:hasContact"] ?? found["contact"])
    return contact.isEmpty ? name : "\(name) (\(contact))"
  }

  private var notice: String {
    guard let notice = record["dpv:hasNotice"] else { return text(json["policyUrl"]) }
    let digest = text(notice["spdx:checksum"]?["spdx:checksumValue"])
    return "\(text(notice["dct:identifier"])).\(text(notice["dct:language"])) sha256:\(digest)"
  }

  private var withdrawal: String {
    let control = record["dpv:hasConsentControl"] ?? .null
    return [text(control["dpv:isExercisedAt"]), text(control["dct:description"])]
      .filter { !$0.isEmpty }.joined(separator: ": ")
  }

  private func text(_ value: JSONValue?) -> String { value?.text ?? "" }

  private func time(_ value: JSONValue?) -> String {
    value?.text.flatMap { Timestamp($0) }.map(LocalTime.text) ?? ""
  }

  private func titles(_ list: JSONValue?) -> [String] {
    (list?.items ?? []).map { text($0["dct:title"] ?? $0["dct:identifier"]) }
  }
}
