/// The comments and blank lines of a file, kept at the parts that they speak of.
struct SourceComments {
  /// Lines of comment in front of a part, or at the end of a collection.
  struct Line: Hashable {
    let text: String
    let followsBlank: Bool
  }

  /// By part: the lines above it.
  private(set) var leading: [[Line]]
  /// By part: the comment at the end of its line.
  private(set) var trailing: [String?]
  /// By part: whether a blank line stands above it.
  private(set) var followsBlank: [Bool]
  /// By collection: the lines behind its last part.
  private(set) var foot: [[Line]]
  /// By collection in brackets: whether there is a comment between them, so that it needs lines of its own.
  private(set) var isBroken: [Bool]
  /// The lines of a file in which there is nothing else, or behind all.
  private(set) var rest: [Line] = []

  private let tree: SourceTree
  private let scan: SourceScan
  /// By block: the column of its parts.
  private var columns: [Int]
  /// What is known of the comments between the same two parts: they must not change places.
  private var gap = Gap(part: nil)

  private struct Gap {
    /// The part before them.
    let part: Int?
    /// How far to the right the next one may stand.
    var column = Int.max
    /// Whether the last one got a line of its own, and between which brackets; what follows it gets one too.
    var lined: (isSo: Bool, flow: Int?) = (false, nil)
  }

  init(_ scan: SourceScan, of tree: SourceTree) {
    self.tree = tree
    self.scan = scan
    leading = Array(repeating: [], count: tree.parts.count)
    trailing = Array(repeating: nil, count: tree.parts.count)
    foot = Array(repeating: [], count: tree.collections.count)
    isBroken = Array(repeating: false, count: tree.collections.count)
    followsBlank = tree.parts.map { scan.belowBlanks.contains($0.start) }
    columns = Array(repeating: 0, count: tree.collections.count)
    for part in tree.parts.reversed() { columns[part.collection] = scan.column(part.start) }
    var next = 0
    for comment in scan.comments {
      while next < tree.parts.count, tree.parts[next].start < comment.start { next += 1 }
      place(comment, before: next)
    }
  }

  /// Keeps a comment that stands before the part `next`, and behind the one before that.
  private mutating func place(_ comment: SourceScan.Comment, before next: Int) {
    let previous = next > 0 ? next - 1 : nil
    if gap.part != previous { gap = Gap(part: previous) }
    let line = Line(text: comment.text, followsBlank: comment.followsBlank)
    let flow = brackets(around: comment, behind: previous, before: next)
    if let flow { breakOpen(flow) }
    if gap.lined.flow != flow { gap.lined = (false, flow) }
    if let previous, isBeforeValue(comment, of: previous) {
      leading[previous].append(line)
    } else if !comment.standsAlone, !gap.lined.isSo, placeBehind(comment, line) {
      return
    } else {
      gap.lined.isSo = true
      if let flow {
        placeAlone(line, in: flow, before: next)
      } else {
        placeAlone(line, comment, before: next)
      }
    }
  }

  // MARK: Inside of brackets

  /// The innermost brackets around a comment.
  private func brackets(
    around comment: SourceScan.Comment, behind previous: Int?, before next: Int
  ) -> Int? {
    var collection = previous.map { tree.parts[$0].content ?? tree.parts[$0].collection }
    if collection == nil, !tree.collections.isEmpty { collection = 0 }
    while let number = collection {
      if holds(number, comment.start) { return number }
      collection = outer(number)
    }
    return nil
  }

  private func holds(_ collection: Int, _ byte: Int) -> Bool {
    let start = tree.collections[collection].start
    return tree.collections[collection].isFlow && start < byte
      && byte < scan.closings[start] ?? start
  }

  /// The collection around a collection.
  private func outer(_ collection: Int) -> Int? {
    tree.collections[collection].owner.map { tree.parts[$0].collection }
  }

  private mutating func breakOpen(_ collection: Int) {
    var next: Int? = collection
    while let number = next, tree.collections[number].isFlow {
      isBroken[number] = true
      next = outer(number)
    }
  }

  private mutating func placeAlone(_ line: Line, in flow: Int, before next: Int) {
    let end = scan.closings[tree.collections[flow].start] ?? 0
    if next < tree.parts.count, tree.parts[next].start < end {
      leading[next].append(line)
    } else {
      foot[flow].append(line)
    }
  }

  // MARK: At the end of a line

  /// Keeps a comment that stands behind something; false where that has one already.
  private mutating func placeBehind(_ comment: SourceScan.Comment, _ line: Line) -> Bool {
    guard var part = gap.part else { return false }
    // Behind brackets that have closed, it speaks of the part whose value they are.
    var closed = tree.parts[part].content.flatMap { isClosed($0, before: comment.start) ? $0 : nil }
    while isClosed(tree.parts[part].collection, before: comment.start),
      let owner = tree.collections[tree.parts[part].collection].owner
    {
      closed = tree.parts[part].collection
      part = owner
    }
    if let closed, isBroken[closed] {
      foot[closed].append(line)
    } else if trailing[part] == nil {
      trailing[part] = comment.text
    } else {
      return false
    }
    return true
  }

  private func isClosed(_ collection: Int, before byte: Int) -> Bool {
    let extent = tree.collections[collection]
    guard extent.isFlow else { return false }
    // A pair in a list needs no brackets: it ends with the list.
    guard let closing = scan.closings[extent.start] else {
      return outer(collection).map { isClosed($0, before: byte) } ?? false
    }
    return closing <= byte
  }

  /// Whether a comment stands between a key and its value, which are to be one line.
  private func isBeforeValue(_ comment: SourceScan.Comment, of part: Int) -> Bool {
    let place = tree.parts[part]
    return comment.start < place.value
      && place.content.map { tree.collections[$0].isFlow } ?? true
  }

  // MARK: In a line of its own

  private mutating func placeAlone(
    _ line: Line, _ comment: SourceScan.Comment, before next: Int
  ) {
    let column = min(comment.column, gap.column)
    let below = next < tree.parts.count ? scan.column(tree.parts[next].start) : -1
    // A comment that is indented further than what follows ends the block before it.
    if let block = block(at: column, deeperThan: below, before: next) {
      foot[block].append(line)
      gap.column = column
    } else if next < tree.parts.count {
      leading[next].append(line)
      gap.column = below
    } else {
      rest.append(line)
      gap.column = -1
    }
  }

  /// The innermost block behind whose last part a comment at `column` stands; nil if it belongs to the next part.
  private func block(at column: Int, deeperThan below: Int, before next: Int) -> Int? {
    guard let part = gap.part, column > below else { return nil }
    var collection = Optional(tree.parts[part].collection)
    // What follows may be the first part of a block that opens here.
    if next < tree.parts.count, tree.parts[next].collection == tree.parts[part].content {
      return nil
    }
    while let number = collection {
      let extent = tree.collections[number]
      if !extent.isFlow {
        if columns[number] <= below { return nil }
        if columns[number] <= column { return number }
      }
      collection = outer(number)
    }
    return nil
  }
}
