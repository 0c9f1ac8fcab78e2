/// What lies on a disk after a power loss.
struct Image {
  /// By name below the folder; parents come before what is in them.
  var directories: [String] = []
  var files: [String: [UInt8]] = [:]
}

/// How much of what was not synced reaches the disk all the same.
enum Survival: CaseIterable {
  case nothing
  case everything
  case few
  case half
  case most

  /// How many of `count` changes, in order, have reached one sector.
  func survivors(of count: Int, _ random: inout SplitMix64) -> Int {
    switch self {
    case .nothing: 0
    case .everything: count
    case .few: random.one(in: 16) ? Int(random.next() % UInt64(count + 1)) : 0
    case .half: Int(random.next() % UInt64(count + 1))
    case .most: random.one(in: 16) ? Int(random.next() % UInt64(count + 1)) : count
    }
  }
}

extension Disk {
  /// One of the images that a power loss may leave.
  ///
  /// Each sector holds its durable content or that after any later change, whatever its neighbours
  /// hold: torn, lost and reordered writes. The length is the durable one or any later one.
  func image(_ survival: Survival, _ random: inout SplitMix64) -> Image {
    var image = Image()
    for (name, entry) in names(survival, &random).sorted(by: { $0.key < $1.key }) {
      switch entry {
      case .directory: if !name.isEmpty { image.directories.append(name) }
      case .file(let number): image.files[name] = files[number].content(survival, &random)
      }
    }
    return image.withoutOrphans()
  }

  /// Each name is durable, or as after any later change of it.
  private func names(_ survival: Survival, _ random: inout SplitMix64) -> [String: Entry] {
    var names = durableNames
    var pending: [String: [Entry?]] = [:]
    for naming in pendingNames { pending[naming.name, default: []].append(naming.entry) }
    for (name, entries) in pending.sorted(by: { $0.key < $1.key }) {
      let count = survival.survivors(of: entries.count, &random)
      if count > 0 { names[name] = entries[count - 1] }
    }
    return names
  }
}

extension Image {
  /// Without what lies in directories that are not there.
  fileprivate func withoutOrphans() -> Image {
    var image = Image()
    var kept: Set<String> = [""]
    for name in directories where kept.contains(name.parent) {
      kept.insert(name)
      image.directories.append(name)
    }
    image.files = files.filter { kept.contains($0.key.parent) }
    return image
  }
}

extension String {
  fileprivate var parent: String { lastIndex(of: "/").map { String(self[..<$0]) } ?? "" }
}

extension Disk.File {
  /// What a power loss may leave of the file.
  ///
  /// A truncation happens whole or not at all, and in order: what was written behind its end afterwards is
  /// in new blocks, which nobody sees without it.
  func content(_ survival: Survival, _ random: inout SplitMix64) -> [UInt8] {
    if pending.isEmpty || survival == .nothing { return durable }
    var lengths = [durable.count]
    for change in pending { lengths.append(change.length(after: lengths[lengths.count - 1])) }
    let cuts = pending.indices.filter { pending[$0].cuts(lengths[$0]) }
    let happened = survival.survivors(of: cuts.count, &random)
    var content = durable
    content.append(
      contentsOf: repeatElement(0, count: (lengths.max() ?? 0) - durable.count))
    applySome(to: &content, lengths, notCut: Set(cuts[happened...]), survival, &random)
    // The length is one of those between the last cut that happened and the first that did not.
    let first = happened == 0 ? 0 : cuts[happened - 1] + 1
    let last = happened == cuts.count ? pending.count : cuts[happened]
    let length = lengths[first + survival.survivors(of: last - first, &random)]
    content.removeLast(content.count - length)
    return content
  }

  /// Applies to each sector only its first few changes.
  private func applySome(
    to content: inout [UInt8], _ lengths: [Int], notCut: Set<Int>, _ survival: Survival,
    _ random: inout SplitMix64
  ) {
    let sectors = (content.count + Disk.sector - 1) / Disk.sector
    var counts = [Int](repeating: 0, count: sectors)
    var least = [Int](repeating: 0, count: sectors)
    var isClosed = [Bool](repeating: false, count: sectors)
    for (index, change) in pending.enumerated() {
      for sector in change.sectors(before: lengths[index]) where !isClosed[sector] {
        if notCut.contains(index) {
          isClosed[sector] = true
        } else {
          counts[sector] += 1
          if change.cuts(lengths[index]) { least[sector] = counts[sector] }
        }
      }
    }
    for sector in counts.indices where counts[sector] > least[sector] {
      counts[sector] =
        least[sector] + survival.survivors(of: counts[sector] - least[sector], &random)
    }
    for (index, change) in pending.enumerated() where !notCut.contains(index) {
      for sector in change.sectors(before: lengths[index]) where counts[sector] > 0 {
        counts[sector] -= 1
        let range = sector * Disk.sector..<min((sector + 1) * Disk.sector, content.count)
        change.write(to: &content, in: range)
      }
    }
  }
}

extension Disk.Change {
  fileprivate func length(after length: Int) -> Int {
    switch self {
    case .write(let offset, let bytes): max(length, offset + bytes.count)
    case .truncate(let new): new
    }
  }

  /// Whether it makes a file of this length shorter.
  fileprivate func cuts(_ length: Int) -> Bool {
    if case .truncate(let new) = self { new < length } else { false }
  }

  /// The sectors that it touches, where the file had this length before.
  fileprivate func sectors(before length: Int) -> Range<Int> {
    switch self {
    case .write(let offset, let bytes):
      let end = offset + bytes.count
      return offset / Disk.sector..<(end + Disk.sector - 1) / Disk.sector
    case .truncate(let new):
      guard new < length else { return 0..<0 }
      return new / Disk.sector..<(length + Disk.sector - 1) / Disk.sector
    }
  }

  /// Its part in one sector.
  fileprivate func write(to content: inout [UInt8], in sector: Range<Int>) {
    switch self {
    case .write(let offset, let bytes):
      let range = sector.clamped(to: offset..<offset + bytes.count)
      content.replaceSubrange(
        range, with: bytes[range.lowerBound - offset..<range.upperBound - offset])
    case .truncate(let length):
      for index in max(length, sector.lowerBound)..<max(length, sector.upperBound) {
        content[index] = 0
      }
    }
  }
}
