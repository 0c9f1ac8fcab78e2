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
  func content(_ survival: Survival, _ random: inout SplitMix64) -> [UInt8] {
    if pending.isEmpty || survival == .nothing { return durable }
    var lengths = [durable.count]
    for change in pending { lengths.append(change.length(after: lengths[lengths.count - 1])) }
    var content = durable
    content.append(
      contentsOf: repeatElement(0, count: (lengths.max() ?? 0) - durable.count))
    applySome(to: &content, lengths, survival, &random)
    let length = lengths[survival.survivors(of: pending.count, &random)]
    content.removeLast(content.count - length)
    return content
  }

  /// Applies to each sector only its first few changes.
  private func applySome(
    to content: inout [UInt8], _ lengths: [Int], _ survival: Survival,
    _ random: inout SplitMix64
  ) {
    let sectors = (content.count + Disk.sector - 1) / Disk.sector
    var left = [Int](repeating: 0, count: sectors)
    for (change, length) in zip(pending, lengths) {
      for sector in change.sectors(before: length) { left[sector] += 1 }
    }
    for sector in left.indices where left[sector] > 0 {
      left[sector] = survival.survivors(of: left[sector], &random)
    }
    for (change, length) in zip(pending, lengths) {
      for sector in change.sectors(before: length) where left[sector] > 0 {
        left[sector] -= 1
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
