package import VaultCrypto
package import VaultModel

/// What a vault knows about a subject's standing, sealed as one blob in the subject's row.
///
/// The guard opens it before anything else: a denial that was removed, or a permission row that was
/// edited, swapped or put back, no longer fits it.
package struct StateRecord: Sendable {
  /// Whether the subject is active, restricted or erased.
  package enum Status: Hashable, Sendable {
    case active
    /// Since when (GDPR Art. 18).
    case restricted(since: Timestamp)
    /// A tombstone: the tag alone is kept, so that the id is not silently taken up again.
    case erased
  }

  /// A permission row that belongs to the subject, pinned by its content.
  package struct Pin: Hashable, Sendable {
    package let id: Identifier
    package let version: UInt32
    package let purpose: PurposeNumber
    /// SHA-256 of the row's canonical encoding.
    package let row: Digest
  }

  package var status: Status = .active
  /// One more at every change of standing; a decision names the one it saw.
  package var sequence: UInt64 = 0
  /// The leaf that recorded the last change.
  package var leaf: UInt64 = 0
  /// The subject's log secret; nil once erased.
  package var logSecret: LogSecret?
  /// The epoch of each category's key; those that are not named are at 0.
  package var epochs: [String: UInt32] = [:]
  /// The categories whose epoch an owner has yet to raise: a purpose key, which cannot reseal, closed a
  /// permission that covered them.
  package var stale: Set<String> = []
  /// What the subject refuses; of a tombstone, what was said since the erasure.
  package var denials: [Denial] = []
  package var pins: [Pin] = []
  /// When the one who had this id before was erased, of somebody who was readmitted: no yes of until then counts.
  package var lastErasure: Timestamp?

  package init() {}

  /// The tombstone of an erased subject.
  static func tombstone(sequence: UInt64, leaf: UInt64) -> StateRecord {
    var record = StateRecord()
    record.status = .erased
    record.sequence = sequence
    record.leaf = leaf
    return record
  }

  /// SHA-256 of the record without its log secret: what the leaf of a change says about its result, so
  /// that `ledger verify` can compare.
  package var digest: Digest {
    get throws(CryptoError) {
      var open = self
      open.logSecret = nil
      return SHA256.digest(of: try open.encoded())
    }
  }

  /// The epoch of a category's key: no value of another opens for anybody.
  package func epoch(of category: String) -> UInt32 { epochs[category] ?? 0 }

  /// Raises the epochs of categories, which are not stale any more; a key of before opens nothing that is
  /// stored from now on.
  ///
  /// - Throws: `CryptoError.tooLarge` after four billion times.
  package mutating func raiseEpochs(of categories: Set<String>) throws(CryptoError) {
    for category in categories {
      guard epoch(of: category) < .max else { throw .tooLarge }
      epochs[category] = epoch(of: category) + 1
    }
    stale.subtract(categories)
  }

  /// Replaces the pin of a permission, or adds it.
  mutating func pin(_ permission: Permission, row: Digest) {
    let pin = Pin(
      id: permission.id, version: permission.version, purpose: permission.purpose, row: row)
    if let index = pins.firstIndex(where: { $0.id == permission.id }) {
      pins[index] = pin
    } else {
      pins.append(pin)
    }
  }
}

extension StateRecord {
  /// The format, the one of a record that names stale categories, and the one of somebody who was readmitted.
  private static let formats: (plain: UInt8, stale: UInt8, readmitted: UInt8) = (1, 2, 3)

  /// The record's bytes, integers big-endian.
  ///
  /// `01 | status u8 | since u64 | sequence u64 | leaf u64 | has secret u8 [| secret 32]
  /// | epochs u16 × (lp16 category, u32) | denials u16 × denial | pins u16 × (id 16, version u32,
  /// purpose u16, digest 32)`. Where categories are stale it begins with `02` and ends with
  /// `stale u16 × lp16 category`, sorted. Of somebody who was readmitted it begins with `03` and ends with those,
  /// which may be none, and `erased before u64`.
  func encoded() throws(CryptoError) -> [UInt8] {
    guard denials.count <= UInt16.max, pins.count <= UInt16.max, epochs.count <= UInt16.max,
      stale.count <= UInt16.max
    else { throw .tooLarge }
    let format =
      if lastErasure != nil { Self.formats.readmitted } else {
        stale.isEmpty ? Self.formats.plain : Self.formats.stale
      }
    var bytes: [UInt8] = [format]
    bytes.reserveCapacity(96 + denials.count * 48 + pins.count * 54)
    let (code, since): (UInt8, Timestamp) =
      switch status {
      case .active: (1, .earliest)
      case .restricted(let since): (2, since)
      case .erased: (3, .earliest)
      }
    bytes.append(code)
    bytes.append(bigEndian: UInt64(since.milliseconds))
    bytes.append(bigEndian: sequence)
    bytes.append(bigEndian: leaf)
    bytes.append(logSecret == nil ? 0 : 1)
    let place = bytes.count
    if logSecret != nil { bytes.append(contentsOf: repeatElement(0, count: LogSecret.size)) }
    bytes.append(bigEndian: UInt16(epochs.count))
    for (category, epoch) in epochs.sorted(by: { $0.key < $1.key }) {
      bytes.append(bigEndian: UInt16(category.utf8.count))
      bytes.append(contentsOf: category.utf8)
      bytes.append(bigEndian: epoch)
    }
    bytes.append(bigEndian: UInt16(denials.count))
    for denial in denials { denial.encode(into: &bytes) }
    bytes.append(bigEndian: UInt16(pins.count))
    for pin in pins {
      bytes.append(contentsOf: pin.id.bytes)
      bytes.append(bigEndian: pin.version)
      bytes.append(bigEndian: pin.purpose.rawValue)
      bytes.append(contentsOf: pin.row.bytes)
    }
    if format != Self.formats.plain {
      bytes.append(bigEndian: UInt16(stale.count))
      for category in stale.sorted() {
        bytes.append(bigEndian: UInt16(category.utf8.count))
        bytes.append(contentsOf: category.utf8)
      }
    }
    if let lastErasure { bytes.append(bigEndian: UInt64(lastErasure.milliseconds)) }
    // The secret goes in last: an array that grows leaves its old bytes behind, unwiped.
    unsafe logSecret?.withBytes { secret in
      for index in secret.indices { unsafe bytes[place + index] = secret[index] }
    }
    return bytes
  }

  /// Reads ``encoded()``; nil for anything else.
  init?(decoding bytes: [UInt8]) throws(CryptoError) {
    var reader = ByteReader(bytes)
    guard let format = reader.number(UInt8.self) else { return nil }
    guard (Self.formats.plain...Self.formats.readmitted).contains(format) else {
      throw .newerFormat
    }
    guard let code = reader.number(UInt8.self), let since = reader.timestamp(),
      let sequence = reader.number(UInt64.self), let leaf = reader.number(UInt64.self),
      let hasSecret = reader.number(UInt8.self)
    else { return nil }
    switch code {
    case 1: status = .active
    case 2: status = .restricted(since: since)
    case 3: status = .erased
    default: return nil
    }
    self.sequence = sequence
    self.leaf = leaf
    if hasSecret == 1 {
      guard let secret = reader.take(32) else { return nil }
      logSecret = try LogSecret(bytes: secret)
    } else if status != .erased {
      return nil
    }
    guard readEpochs(&reader), readDenials(&reader), readPins(&reader) else { return nil }
    switch format {
    case Self.formats.stale:
      guard readStale(&reader), !stale.isEmpty else { return nil }
    case Self.formats.readmitted:
      guard readStale(&reader), let erasure = reader.timestamp() else { return nil }
      lastErasure = erasure
    default: break
    }
    guard reader.isAtEnd else { return nil }
  }

  private mutating func readStale(_ reader: inout ByteReader) -> Bool {
    guard let count = reader.number(UInt16.self) else { return false }
    for _ in 0..<count {
      guard let category = reader.text(), stale.insert(category).inserted else { return false }
    }
    return true
  }

  private mutating func readEpochs(_ reader: inout ByteReader) -> Bool {
    guard let count = reader.number(UInt16.self) else { return false }
    for _ in 0..<count {
      guard let category = reader.text(), let epoch = reader.number(UInt32.self) else {
        return false
      }
      epochs[category] = epoch
    }
    return true
  }

  private mutating func readDenials(_ reader: inout ByteReader) -> Bool {
    guard let count = reader.number(UInt16.self) else { return false }
    denials.reserveCapacity(Int(count))
    for _ in 0..<count {
      guard let denial = Denial(reading: &reader) else { return false }
      denials.append(denial)
    }
    return true
  }

  private mutating func readPins(_ reader: inout ByteReader) -> Bool {
    guard let count = reader.number(UInt16.self) else { return false }
    pins.reserveCapacity(Int(count))
    for _ in 0..<count {
      guard let id = reader.identifier(), let version = reader.number(UInt32.self),
        let purpose = reader.number(UInt16.self), let row = reader.digest()
      else { return false }
      pins.append(Pin(id: id, version: version, purpose: Number(purpose), row: row))
    }
    return true
  }
}
