import VaultPolicy
import Yams

/// A YAML file as it was written: its nodes with their styles and places, to be laid out anew.
///
/// Parts are named by numbers in the order of the file, so that comments can be kept beside the tree.
struct SourceTree {
  /// A value.
  struct Node {
    /// What it holds.
    enum Content {
      case scalar(Scalar)
      case collection(Collection)
    }

    /// The first byte.
    let start: Int
    let content: Content
  }

  /// A text, and how it was written.
  struct Scalar {
    let text: String
    let style: Yams.Node.Scalar.Style
  }

  /// A list, or a mapping.
  struct Collection {
    /// Its place in ``SourceTree/collections``.
    let number: Int
    let isMapping: Bool
    let isFlow: Bool
    var parts: [Part]
  }

  /// An item of a list, or a key with its value.
  struct Part {
    /// Its place in ``SourceTree/parts``.
    let number: Int
    /// Nil for an item of a list.
    let key: Scalar?
    let value: Node
  }

  /// Where a part begins.
  struct Place {
    /// The first byte of the key, of the `-`, or of an item in brackets.
    var start: Int
    let isKeyed: Bool
    /// The first byte of the value.
    var value = 0
    /// The collection that the part belongs to.
    let collection: Int
    /// The collection that is its value; nil for a scalar.
    var content: Int?
  }

  /// Where a collection stands.
  struct Extent {
    /// The part whose value it is; nil for the root.
    let owner: Int?
    let isFlow: Bool
    let start: Int
  }

  /// Where a scalar begins.
  struct Start {
    let byte: Int
    let style: Yams.Node.Scalar.Style
    /// The first byte of the key whose value it is.
    let key: Int?
  }

  private(set) var root: Node
  /// How many `#` stand in the texts.
  private(set) var signs = 0
  private(set) var parts: [Place] = []
  private(set) var collections: [Extent] = []
  /// The scalars, keys among them.
  private(set) var scalars: [Start] = []

  /// Items of block lists begin at their `-`, which the parser does not tell: the last one before the item.
  mutating func moveItems(to dashes: [Int]) {
    var next = 0
    for number in parts.indices
    where !parts[number].isKeyed && !collections[parts[number].collection].isFlow {
      while next < dashes.count, dashes[next] < parts[number].start { next += 1 }
      if next > 0 { parts[number].start = dashes[next - 1] }
    }
  }

  /// The tree of a text that ``YAMLReader`` has read without a problem; lines end in LF.
  init(_ text: String) throws {
    guard let node = try Parser(yaml: text, resolver: .basic, encoding: .utf8).singleRoot() else {
      // Nothing but comments.
      root = Node(start: 0, content: .scalar(Scalar(text: "", style: .plain)))
      return
    }
    root = Node(start: 0, content: .scalar(Scalar(text: "", style: .plain)))
    var cursor = MarkCursor(text)
    root = read(node, owner: nil, &cursor)
  }

  private func start(of node: Yams.Node, _ cursor: inout MarkCursor) -> Int {
    cursor.offset(of: .init(line: node.mark?.line ?? 1, column: node.mark?.column ?? 1))
  }

  private mutating func read(
    _ node: Yams.Node, owner: Int?, _ cursor: inout MarkCursor
  ) -> Node {
    let start = start(of: node, &cursor)
    if let owner { parts[owner].value = start }
    switch node {
    case .scalar(let scalar):
      let key = owner.flatMap { parts[$0].isKeyed ? parts[$0].start : nil }
      return Node(start: start, content: .scalar(read(scalar, at: start, key: key)))
    case .sequence(let sequence):
      return collection(owner, at: start, cursor.bytes, isMapping: false) { tree, number in
        sequence.map { tree.part(nil, $0, of: number, &cursor) }
      }
    case .mapping(let mapping):
      return collection(owner, at: start, cursor.bytes, isMapping: true) { tree, number in
        mapping.map { tree.part($0.key, $0.value, of: number, &cursor) }
      }
    case .alias:
      // INVARIANT: the reader refused the file.
      return Node(start: start, content: .scalar(Scalar(text: "", style: .plain)))
    }
  }

  private mutating func read(
    _ scalar: Yams.Node.Scalar, at start: Int, key: Int? = nil
  ) -> Scalar {
    signs += scalar.string.utf8.count { $0 == UInt8(ascii: "#") }
    scalars.append(Start(byte: start, style: scalar.style, key: key))
    return Scalar(text: scalar.string, style: scalar.style)
  }

  private mutating func collection(
    _ owner: Int?, at start: Int, _ bytes: [UInt8], isMapping: Bool,
    parts read: (inout SourceTree, Int) -> [Part]
  ) -> Node {
    // A pair in a list in brackets needs none of its own.
    let isFlow =
      "[{".utf8.contains(bytes[start])
      || owner.map { collections[self.parts[$0].collection].isFlow } ?? false
    let number = collections.count
    collections.append(Extent(owner: owner, isFlow: isFlow, start: start))
    if let owner { parts[owner].content = number }
    let parts = read(&self, number)
    return Node(
      start: start,
      content: .collection(
        Collection(number: number, isMapping: isMapping, isFlow: isFlow, parts: parts)))
  }

  private mutating func part(
    _ key: Yams.Node?, _ value: Yams.Node, of collection: Int, _ cursor: inout MarkCursor
  ) -> Part {
    let number = parts.count
    let start = start(of: key ?? value, &cursor)
    parts.append(Place(start: start, isKeyed: key != nil, collection: collection))
    // INVARIANT: keys are scalars; the reader refuses others.
    let name = key?.scalar.map { read($0, at: start) }
    return Part(number: number, key: name, value: read(value, owner: number, &cursor))
  }
}
