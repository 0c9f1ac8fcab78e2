/// The columns of an input, found by name in constant time; built once per file.
struct ColumnIndex: Sendable {
  /// The names in their order.
  let names: [String]
  private let positions: [String: Int]

  /// Indexes distinct names; of two that are equal the first is found.
  init(_ names: [String]) {
    self.names = names
    positions = Dictionary(
      names.enumerated().map { ($0.element, $0.offset) }, uniquingKeysWith: { first, _ in first })
  }

  /// The position of `name`, from 0.
  func position(of name: String) -> Int? { positions[name] }
}
