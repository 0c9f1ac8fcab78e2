internal import VaultCrypto
internal import VaultModel

extension LeafDetail {
  /// The fields of the encoding.
  ///
  /// Append-only numbers.
  enum Field: UInt8 {
    case categories = 1
    case channel, recipient, operation, reasons, permissions, denial, request, typist
    case eventTime, until, notice, method, values, counts, text, standings
    case recipients, grounds
  }

  /// `01`, then `field u8 | lp16 content` for each field that is there, in ascending order.
  ///
  /// A list is its members one after the other, text as `lp16`, identifiers as 16 bytes, a value as
  /// `lp16 category | lp16 key | version u32`, a count as `lp16 name | u64` sorted by name, a
  /// standing as `subject 16 | digest 32`, a ground as `id 16 | until u64 | lp16 purpose`. An empty list
  /// is absent.
  ///
  /// - Throws: ``LedgerError/tooLarge`` if a field is longer than 65,535 bytes.
  package func encoded() throws(LedgerError) -> [UInt8] {
    var writer = FieldWriter()
    do throws(CryptoError) {
      try writer.list(.categories, texts(categories))
      try writer.text(.channel, channel)
      try writer.text(.recipient, recipient)
      try writer.text(.operation, operation)
      try writer.list(.reasons, texts(reasons))
      try writer.list(.permissions, permissions.flatMap(\.bytes))
      try writer.field(.denial, denial?.bytes)
      try writer.field(.request, request?.bytes)
      try writer.text(.typist, typist)
      try writer.time(.eventTime, eventTime)
      try writer.time(.until, until)
      try writer.text(.notice, notice)
      try writer.text(.method, method)
      try writer.list(.values, encodedValues())
      try writer.list(.counts, encodedCounts())
      try writer.text(.text, text)
      try writer.list(.standings, standings.flatMap { $0.subject.bytes + $0.digest.bytes })
      try writer.list(.recipients, texts(recipients))
      try writer.list(.grounds, encodedGrounds())
    } catch { throw .tooLarge }
    return writer.bytes
  }

  private func texts(_ texts: [String]) throws(CryptoError) -> [UInt8] {
    var bytes: [UInt8] = []
    for text in texts { try bytes.append(prefixed: Array(text.utf8)) }
    return bytes
  }

  private func encodedValues() throws(CryptoError) -> [UInt8] {
    var bytes: [UInt8] = []
    for value in values {
      try bytes.append(prefixed: Array(value.category.utf8))
      try bytes.append(prefixed: Array(value.key.utf8))
      bytes.append(bigEndian: value.version)
    }
    return bytes
  }

  private func encodedGrounds() throws(CryptoError) -> [UInt8] {
    var bytes: [UInt8] = []
    for ground in grounds {
      bytes.append(contentsOf: ground.id.bytes)
      bytes.append(bigEndian: UInt64(ground.until.milliseconds))
      try bytes.append(prefixed: Array(ground.purpose.utf8))
    }
    return bytes
  }

  private func encodedCounts() throws(CryptoError) -> [UInt8] {
    var bytes: [UInt8] = []
    let sorted = counts.sorted { $0.key.utf8.lexicographicallyPrecedes($1.key.utf8) }
    for (name, count) in sorted {
      try bytes.append(prefixed: Array(name.utf8))
      bytes.append(bigEndian: count)
    }
    return bytes
  }
}

/// Writes the fields that are there.
private struct FieldWriter {
  private(set) var bytes: [UInt8] = [1]

  mutating func field(_ field: LeafDetail.Field, _ content: [UInt8]?) throws(CryptoError) {
    guard let content else { return }
    bytes.append(field.rawValue)
    try bytes.append(prefixed: content)
  }

  mutating func list(_ field: LeafDetail.Field, _ content: [UInt8]) throws(CryptoError) {
    try self.field(field, content.isEmpty ? nil : content)
  }

  mutating func text(_ field: LeafDetail.Field, _ text: String?) throws(CryptoError) {
    try self.field(field, text.map { Array($0.utf8) })
  }

  mutating func time(_ field: LeafDetail.Field, _ time: Timestamp?) throws(CryptoError) {
    try self.field(field, time.map { Array(bigEndian: UInt64($0.milliseconds)) })
  }
}
