/// What a disk holds for certain, and what it may hold, at one point of a recording.
///
/// A file's content is durable once the file is synced, a name once its directory is. POSIX promises
/// no more; file systems that do are a case of it.
struct Disk {
  /// A change of a file that no sync has followed yet.
  enum Change {
    case write(offset: Int, bytes: [UInt8])
    case truncate(length: Int)
  }

  struct File {
    var durable: [UInt8] = []
    var pending: [Change] = []
  }

  /// A change of a name that no sync of its directory has followed yet; nil is its removal.
  struct Naming {
    let name: String
    let entry: Entry?
  }

  enum Entry: Hashable {
    case file(Int)
    case directory
  }

  static let sector = 512

  /// A lying disk says that it has synced, and has not.
  var isLying = false
  private(set) var files: [File] = []
  private(set) var durableNames: [String: Entry] = ["": .directory]
  private(set) var pendingNames: [Naming] = []
  /// The names under which directories were opened, by the number of the open file.
  private var openedAs: [Int: String] = [:]

  /// A disk that holds these files for certain.
  init(base: [String: [UInt8]] = [:], directories: [String] = []) {
    for name in directories { durableNames[name] = .directory }
    for (name, content) in base.sorted(by: { $0.key < $1.key }) {
      durableNames[name] = .file(files.count)
      files.append(File(durable: content))
    }
  }

  /// The place in ``files`` of each file of the recording.
  private var numbers: [Int: Int] = [:]

  mutating func apply(_ entry: LogEntry) {
    switch entry {
    case .existing(let file, let name):
      openedAs[file] = name
      if case .file(let known)? = lookUp(name) { numbers[file] = known }
    case .create(let file, let name):
      numbers[file] = files.count
      pendingNames.append(Naming(name: name, entry: .file(files.count)))
      files.append(File())
    case .makeDirectory(let name): pendingNames.append(Naming(name: name, entry: .directory))
    case .write(let file, let offset, let bytes):
      change(file, .write(offset: offset, bytes: bytes))
    case .truncate(let file, let length): change(file, .truncate(length: length))
    case .sync(let file): if !isLying { sync(file) }
    case .syncDirectory(let file): if !isLying { syncNames(in: openedAs[file] ?? "") }
    case .remove(let name): pendingNames.append(Naming(name: name, entry: nil))
    case .rename(let name, let new):
      let entry = lookUp(name)
      pendingNames.append(Naming(name: new, entry: entry))
      pendingNames.append(Naming(name: name, entry: nil))
    case .mark: break
    }
  }

  /// What the running system sees under a name.
  private func lookUp(_ name: String) -> Entry? {
    pendingNames.last { $0.name == name }.map(\.entry) ?? durableNames[name]
  }

  private mutating func change(_ file: Int, _ change: Change) {
    guard let number = numbers[file] else { return }
    files[number].pending.append(change)
  }

  private mutating func sync(_ file: Int) {
    guard let number = numbers[file] else { return }
    for change in files[number].pending { files[number].durable.apply(change) }
    files[number].pending = []
  }

  private mutating func syncNames(in directory: String) {
    for naming in pendingNames where naming.directory == directory {
      durableNames[naming.name] = naming.entry
    }
    pendingNames.removeAll { $0.directory == directory }
  }
}

extension Disk.Naming {
  /// The directory that holds the name.
  var directory: String {
    name.lastIndex(of: "/").map { String(name[..<$0]) } ?? ""
  }
}

extension [UInt8] {
  /// Does the whole of a change.
  mutating func apply(_ change: Disk.Change) {
    switch change {
    case .write(let offset, let bytes):
      let end = offset + bytes.count
      if count < end { append(contentsOf: repeatElement(0, count: end - count)) }
      replaceSubrange(offset..<end, with: bytes)
    case .truncate(let length):
      if count > length {
        removeLast(count - length)
      } else {
        append(contentsOf: repeatElement(0, count: length - count))
      }
    }
  }
}
