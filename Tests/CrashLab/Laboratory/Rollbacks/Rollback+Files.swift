extension Chronicle {
  /// Pages are put back where they are read from: in a database whose log is copied back.
  private static let pageSize = 4096
  /// Header and page (sqlite.org/fileformat2.html#the_write_ahead_log).
  private static let frameSize = 24 + pageSize
  private static let logHeaderSize = 32

  /// Each page of the database to each earlier content.
  var pages: [Rollback] {
    var seen: [Int: Set<[UInt8]>] = [:]
    var rollbacks: [Rollback] = []
    let now = tidy["data.db"]
    for (moment, then) in moments.enumerated() {
      let old = then.image["data.db"]
      for start in stride(from: 0, to: min(old.count, now.count), by: Self.pageSize) {
        let range = start..<start + Self.pageSize
        guard old[range] != now[range],
          seen[start, default: []].insert(Array(old[range])).inserted
        else { continue }
        var image = tidy
        image["data.db"] = Array(now[..<start] + old[range] + now[range.upperBound...])
        let number = start / Self.pageSize + 1
        rollbacks.append(
          Rollback(kind: "page", what: "\(number) to \(moment)", image: image))
      }
    }
    return rollbacks
  }

  /// Each file, and those that belong together, to what they were after each step.
  var files: [Rollback] {
    let sets = [
      ["data.db"], ["data.db-wal"], ["data.db", "data.db-wal"], ["keyring"], ["anchor"],
      ["keyring", "data.db", "data.db-wal"],
    ]
    return sets.flatMap { names -> [Rollback] in
      var seen: Set<[[UInt8]]> = [names.map { end.image[$0] }, names.map { tidy[$0] }]
      var rollbacks: [Rollback] = []
      for (moment, then) in moments.enumerated() {
        guard seen.insert(names.map { then.image[$0] }).inserted else { continue }
        for (state, base) in [("log", end.image), ("no log", tidy)] {
          var image = base
          for name in names { image[name] = then.image[name] }
          rollbacks.append(
            Rollback(
              kind: "file \(names.joined(separator: "+"))", what: "\(state) to \(moment)",
              image: image))
        }
      }
      return rollbacks
    }
  }

  /// The whole directory, anchor and all; only an anchor elsewhere can tell.
  var directories: [Rollback] {
    moments.enumerated().dropLast().filter { $0.element.image.files != end.image.files }
      .map { moment, then in
        var rollback = Rollback(kind: "directory", what: "to \(moment)", image: then.image)
        rollback.hasAnchorElsewhere = true
        return rollback
      }
  }

  /// The log and the database cut at each frame and page, and in the middle of each; and every file
  /// gone.
  var cuts: [Rollback] {
    var rollbacks: [Rollback] = []
    func cut(_ name: String, of base: VaultImage, at size: Int) {
      var image = base
      image[name] = Array(base[name].prefix(size))
      rollbacks.append(Rollback(kind: "cut \(name)", what: "at \(size)", image: image))
    }
    let log = end.image["data.db-wal"].count
    for start in stride(from: Self.logHeaderSize, to: log, by: Self.frameSize) {
      for size in [start, start + 24, start + Self.frameSize / 2] {
        cut("data.db-wal", of: end.image, at: size)
      }
    }
    for start in stride(from: 0, to: tidy["data.db"].count, by: Self.pageSize) {
      for size in [start, start + 100] { cut("data.db", of: tidy, at: size) }
    }
    for start in stride(from: 0, to: end.image["data.db"].count, by: Self.pageSize) {
      cut("data.db", of: end.image, at: start)
    }
    for name in VaultImage.names {
      var image = end.image
      image.files[name] = nil
      rollbacks.append(Rollback(kind: "gone \(name)", what: "all", image: image))
    }
    return rollbacks
  }
}
