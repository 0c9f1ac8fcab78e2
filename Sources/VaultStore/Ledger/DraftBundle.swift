import VaultCrypto
import VaultLedger
import VaultModel

/// The leaves of a transaction that is under way, as their row will hold them.
struct DraftBundle: ~Copyable {
  /// Each behind a length of two bytes.
  private(set) var leaves: [UInt8] = []
  /// 16 bytes for each: the random id of whom it is about, or zeros.
  private(set) var subjects: [UInt8] = []
  /// Whom the leaves are about, also those that were taken away again.
  private(set) var changes = SubjectChanges()
  /// Where each leaf ends.
  private var ends: [Int] = []
  private var nonces = Nonces()

  var count: Int { ends.count }

  /// Adds a leaf, its private part sealed under the secret of whom it is about.
  ///
  /// - Throws: `CryptoError`, `LedgerError`; then nothing was added.
  mutating func append(
    _ type: LeafType, changesState: Bool, of subject: Identifier?, at index: UInt64,
    time: Timestamp, transaction: UInt64, policy: UInt32, names: LeafNames,
    private detail: [UInt8], under secret: LogSecret
  ) throws {
    let head = LeafHead(
      type: type, flags: changesState ? Leaf.changesState : 0, time: time,
      transaction: transaction, tag: try secret.tag(leaf: index), policy: policy, names: names)
    let sealed = LogSecret.sealedCount(private: detail.count)
    let (start, count) = (leaves.count, try head.count(withSealed: sealed))
    leaves.append(bigEndian: UInt16(truncatingIfNeeded: count))
    head.append(to: &leaves, beforeSealed: sealed)
    do {
      try secret.seal(private: detail, &nonces, to: &leaves)
    } catch {
      leaves.removeSubrange(start...)
      throw error
    }
    ends.append(leaves.count)
    subjects.append(bigEndian: subject?.high ?? 0)
    subjects.append(bigEndian: subject?.low ?? 0)
    changes.add(type.rawValue, of: subject)
  }

  /// Takes away all but the first leaves.
  mutating func keep(_ count: Int) {
    guard count < ends.count else { return }
    leaves.removeSubrange((count == 0 ? 0 : ends[count - 1])...)
    subjects.removeSubrange((16 * count)...)
    ends.removeSubrange(count...)
  }

  /// The bytes of a leaf.
  func leaf(at offset: Int) -> ArraySlice<UInt8> {
    leaves[((offset == 0 ? 0 : ends[offset - 1]) + 2)..<ends[offset]]
  }

  /// The leaf hash of each (RFC 6962, section 2.1).
  var hashes: [Digest] {
    (0..<count).map { SHA256.leaf(leaf(at: $0)) }
  }

  /// Takes an id away from beside a leaf; false if another stands there.
  mutating func unlink(_ offset: Int, of subject: Identifier) -> Bool {
    subjects.unlink(offset, of: subject)
  }

  /// Puts back the ids beside the first leaves, as they were.
  mutating func restore(_ earlier: [UInt8]) {
    subjects.replaceSubrange(..<earlier.count, with: earlier)
  }
}

extension Array<UInt8> {
  /// Of ids beside leaves, takes one away; false if another stands there.
  mutating func unlink(_ offset: Int, of subject: Identifier) -> Bool {
    let place = offset * 16..<offset * 16 + 16
    guard count >= place.upperBound else { return false }
    // Safe: the place lies within the bytes. An array of them would be made for every leaf of a group.
    let found = unsafe withUnsafeBytes {
      unsafe Identifier(copying: UnsafeRawBufferPointer(rebasing: $0[place]))
    }
    guard found == subject else { return false }
    for index in place { self[index] = 0 }
    return true
  }
}
