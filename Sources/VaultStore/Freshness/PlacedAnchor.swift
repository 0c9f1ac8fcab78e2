import Glibc
package import VaultCrypto
import VaultLedger
import VaultModel

/// An anchor's open file and where it lies, so that an error names the right one.
package struct PlacedAnchor: Sendable {
  /// Where an anchor lies.
  package enum Place: Hashable, Sendable {
    /// In the vault's directory.
    case inside
    /// Elsewhere, where a rollback of the directory does not reach.
    case outside

    var name: String { self == .inside ? "the vault's anchor" : "the anchor outside the vault" }
  }

  let place: Place
  private let file: AnchorFile
  private let path: String

  private init(_ place: Place, _ file: AnchorFile, _ path: String) {
    self.place = place
    self.file = file
    self.path = path
  }

  // MARK: opening and making

  /// The anchor in the directory.
  static func inside(_ directory: VaultDirectory) throws(StoreError) -> PlacedAnchor {
    try open(.inside, directory.anchor)
  }

  /// An anchor elsewhere; never made here, or whoever takes it away would be rid of it.
  static func outside(
    _ path: String, of directory: VaultDirectory
  ) throws(StoreError) -> PlacedAnchor {
    guard !directory.holds(path) else { throw .anchorMisplaced }
    return try open(.outside, path)
  }

  /// What an anchor outside a directory says; it is not moved.
  package static func readOutside(
    _ path: String, of directory: VaultDirectory, keys: KeyChain
  ) throws(StoreError) -> Anchor {
    try outside(path, of: directory).read(keys)
  }

  private static func open(_ place: Place, _ path: String) throws(StoreError) -> PlacedAnchor {
    do throws(KeyFileError) {
      return PlacedAnchor(place, try AnchorFile.open(path), path)
    } catch { throw Self.failure(error, place) }
  }

  /// Makes the directory's anchor, of an empty ledger.
  static func makeInside(
    _ directory: VaultDirectory, keys: KeyChain, mark: Mark
  ) throws(StoreError) -> PlacedAnchor {
    try make(.inside, directory.anchor, keys, mark)
  }

  /// Makes an anchor elsewhere; never over another file.
  ///
  /// - Throws: ``StoreError/Code/anchorPlace`` if it would lie in the vault's directory, or something
  ///   is there.
  package static func makeOutside(
    _ path: String, of directory: VaultDirectory, keys: KeyChain, mark: Mark = .emptyLedger
  ) throws(StoreError) -> PlacedAnchor {
    guard !directory.holds(path) else { throw .anchorMisplaced }
    return try make(.outside, path, keys, mark)
  }

  /// What an anchor says first.
  package struct Mark: Sendable {
    let ledgerSize: UInt64
    let root: Digest
    let time: Timestamp
  }

  private static func make(
    _ place: Place, _ path: String, _ keys: KeyChain, _ mark: Mark
  ) throws(StoreError) -> PlacedAnchor {
    do throws(KeyFileError) {
      let file = try AnchorFile.create(
        path, ledgerSize: mark.ledgerSize, root: mark.root, time: mark.time, chain: keys)
      return PlacedAnchor(place, file, path)
    } catch {
      switch error {
      case .file(.exists):
        throw StoreError(
          .anchorPlace, "there is something at `\(path)` already",
          hint: "an anchor is never overwritten; choose another path")
      case .file(.missing):
        throw StoreError(
          .anchorPlace, "there is no directory to hold `\(path)`",
          hint: "make its parent first")
      default: throw Self.failure(error, place)
      }
    }
  }

  /// Takes the file away again: the vault that it was made for was not made.
  package func remove() { unsafe unlink(path) }

  // MARK: use

  func read(_ keys: KeyChain) throws(StoreError) -> Anchor {
    do throws(KeyFileError) { return try file.read(keys) } catch {
      throw Self.failure(error, place)
    }
  }

  func advance(
    to position: LedgerPosition, _ keys: KeyChain, loweringTime: Bool, isFrom: (Anchor) -> Bool
  ) throws(StoreError) -> Anchor {
    do throws(KeyFileError) {
      return try file.advance(
        ledgerSize: position.frontier.size, root: position.frontier.root, time: position.time,
        chain: keys, loweringTime: loweringTime, isFrom: isFrom)
    } catch {
      // It could be read a moment ago, so it is the root that does not fit.
      throw error == .content(.authenticationFailed) ? .ledgerForked : Self.failure(error, place)
    }
  }

  private static func failure(_ error: KeyFileError, _ place: Place) -> StoreError {
    switch error {
    case .file(.missing): place == .inside ? .anchorMissing : .outsideAnchorMissing
    case .content(.anotherVault): .anchorForeign(place.name)
    case .file(.system(_, let number)):
      .file("\(place.name) cannot be read or written", number)
    case .file(let error):
      StoreError(.unsafeFile, "\(place.name) is refused: \(error)", hint: error.hint)
    case .content(.newerFormat):
      StoreError(.newerFormat, "\(place.name) has a newer format", hint: "update cvault")
    case .content:
      StoreError(
        .integrity, "\(place.name) is damaged",
        hint: "restore that file from its newest copy, and look at what else is damaged")
    }
  }
}

extension PlacedAnchor.Mark {
  /// Before the first leaf.
  package static var emptyLedger: Self {
    Self(ledgerSize: 0, root: MerkleFrontier().root, time: .earliest)
  }

  init(_ anchor: Anchor) {
    self.init(ledgerSize: anchor.ledgerSize, root: anchor.root, time: anchor.time)
  }
}
