import ConsentVault
import VaultLedger

extension LedgerEntry {
  /// A leaf, with its private part where the key opens it.
  var json: JSONValue {
    [
      "leaf": .number(leaf), "at": .described(time), "type": .text(type), "actor": .text(actor),
      "purpose": .text(purpose), "policy": .number(policy), "detail": detail?.json ?? .null,
    ]
  }
}

extension [LedgerEntry] {
  /// A table for people.
  var table: TextBlock {
    .table(
      Table(
        ["LEAF", "WHEN", "WHAT", "BY", "PURPOSE", "DETAIL"],
        map { entry in
          [
            String(entry.leaf), LocalTime.text(entry.time), entry.type, entry.actor, entry.purpose,
            entry.detail?.words ?? "",
          ]
        }))
  }
}

extension LeafDetail {
  /// What is there; what is absent is left out.
  fileprivate var json: JSONValue {
    var members: [JSONValue.Member] = []
    func add(_ key: String, _ value: JSONValue, unless isAbsent: Bool) {
      if !isAbsent { members.append(.init(key, value)) }
    }
    add("categories", .texts(categories), unless: categories.isEmpty)
    add("channel", .text(channel), unless: channel == nil)
    add("recipient", .text(recipient), unless: recipient == nil)
    add("operation", .text(operation), unless: operation == nil)
    add("reasons", .texts(reasons), unless: reasons.isEmpty)
    add("permissions", .texts(permissions.map(\.description)), unless: permissions.isEmpty)
    add("denial", .described(denial), unless: denial == nil)
    add("request", .described(request), unless: request == nil)
    add("typist", .text(typist), unless: typist == nil)
    add("event_at", .described(eventTime), unless: eventTime == nil)
    add("until", .described(until), unless: until == nil)
    add("notice", .text(notice), unless: notice == nil)
    add("method", .text(method), unless: method == nil)
    add("values", .list(values.map(\.json)), unless: values.isEmpty)
    let counts = counts.sorted { $0.key < $1.key }
    add("counts", .object(counts.map { .init($0.key, .number($0.value)) }), unless: counts.isEmpty)
    add("text", .text(text), unless: text == nil)
    return .object(members)
  }

  /// The same in a few words.
  fileprivate var words: String {
    let counts = counts.sorted { $0.key < $1.key }.map { "\($0.key) \($0.value)" }
    let parts: [String] =
      [reasons.joined(separator: " "), categories.joined(separator: " ")]
      + [channel, recipient.map { "to \($0)" }, operation, method, notice, text].compactMap { $0 }
      + values.map { $0.version == 0 ? "\($0.place) removed" : "\($0.place) v\($0.version)" }
      + counts
    return parts.filter { !$0.isEmpty }.joined(separator: ", ")
  }
}

extension LeafValue {
  /// The category, with the key that tells its values apart.
  fileprivate var place: String { key.isEmpty ? category : "\(category) \(key)" }

  fileprivate var json: JSONValue {
    ["category": .text(category), "key": .text(key), "version": .number(version)]
  }
}
