import VaultModel

extension PolicyPlaces {
  /// `{"file":"policy.yaml","places":{"never.N1":[58,5],…}}`, with sorted keys.
  package func json() -> String {
    let value: JSONValue = [
      "file": .text(file),
      "places": .object(
        positions.map { path, position in
          .init(path, [.number(position.line), .number(position.column)])
        }),
    ]
    return String(decoding: value.canonical, as: UTF8.self)
  }

  /// Reads what ``json()`` writes; nil for anything else.
  package init?(json text: String) {
    guard let document = try? JSONParser.parse(text), case .mapping(let entries) = document.value,
      entries.count == 2, entries[0].key == "file", entries[1].key == "places",
      case .text(let file) = entries[0].value.value,
      case .mapping(let places) = entries[1].value.value
    else { return nil }
    self.init(file: file)
    positions.reserveCapacity(places.count)
    for place in places {
      guard case .list(let pair) = place.value.value, pair.count == 2,
        case .number(let line) = pair[0].value, case .number(let column) = pair[1].value
      else { return nil }
      positions[place.key] = Position(line: Int(line), column: Int(column))
    }
  }
}
