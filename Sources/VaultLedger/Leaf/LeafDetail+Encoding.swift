internal import VaultCrypto
package import VaultModel

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
    writer.list(.categories, categories) { $0.append(text: $1) }
    writer.text(.channel, channel)
    writer.text(.recipient, recipient)
    writer.text(.operation, operation)
    writer.list(.reasons, reasons) { $0.append(text: $1) }
    writer.list(.permissions, permissions) { $0.append($1) }
    writer.field(.denial, denial) { $0.append($1) }
    writer.field(.request, request) { $0.append($1) }
    writer.text(.typist, typist)
    writer.field(.eventTime, eventTime) { $0.append(bigEndian: UInt64($1.milliseconds)) }
    writer.field(.until, until) { $0.append(bigEndian: UInt64($1.milliseconds)) }
    writer.text(.notice, notice)
    writer.text(.method, method)
    writer.list(.values, values) {
      $0.append(text: $1.category)
      $0.append(text: $1.key)
      $0.append(bigEndian: $1.version)
    }
    if !counts.isEmpty {
      let sorted = counts.sorted { $0.key.utf8.lexicographicallyPrecedes($1.key.utf8) }
      writer.list(.counts, sorted) {
        $0.append(text: $1.key)
        $0.append(bigEndian: $1.value)
      }
    }
    writer.text(.text, text)
    writer.list(.standings, standings) {
      $0.append($1.subject)
      $0.bytes.append(contentsOf: $1.digest.bytes)
    }
    writer.list(.recipients, recipients) { $0.append(text: $1) }
    writer.list(.grounds, grounds) {
      $0.append($1.id)
      $0.append(bigEndian: UInt64($1.until.milliseconds))
      $0.append(text: $1.purpose)
    }
    guard !writer.hasOverflowed else { throw .tooLarge }
    return writer.bytes
  }
}

extension LeafDetail {
  /// Adds a permission to the encoding of a detail that has no field behind the permissions, nor any
  /// permission: for decisions, of which most differ in nothing else.
  package static func append(permission: Identifier, to bytes: inout [UInt8]) {
    bytes.append(Field.permissions.rawValue)
    bytes.append(bigEndian: 16 as UInt16)
    bytes.append(bigEndian: permission.high)
    bytes.append(bigEndian: permission.low)
  }
}

/// Writes the fields that are there into one buffer: there is a leaf for every access.
private struct FieldWriter {
  var bytes: [UInt8] = [1]
  /// Whether something was longer than its length can say.
  private(set) var hasOverflowed = false

  init() { bytes.reserveCapacity(128) }

  mutating func append(text: String) {
    hasOverflowed = !bytes.append(text: text) || hasOverflowed
  }

  mutating func append(_ id: Identifier) {
    bytes.append(bigEndian: id.high)
    bytes.append(bigEndian: id.low)
  }

  mutating func append(bigEndian number: some FixedWidthInteger & UnsignedInteger) {
    bytes.append(bigEndian: number)
  }

  mutating func field<Content>(
    _ field: LeafDetail.Field, _ content: Content?, _ write: (inout Self, Content) -> Void
  ) {
    guard let content else { return }
    bytes.append(field.rawValue)
    let start = bytes.count + 2
    bytes.append(bigEndian: 0 as UInt16)
    write(&self, content)
    guard let count = UInt16(exactly: bytes.count - start) else {
      hasOverflowed = true
      return
    }
    bytes[start - 2] = UInt8(count >> 8)
    bytes[start - 1] = UInt8(truncatingIfNeeded: count)
  }

  mutating func list<Member>(
    _ field: LeafDetail.Field, _ members: [Member], _ write: (inout Self, Member) -> Void
  ) {
    guard !members.isEmpty else { return }
    self.field(field, members) { for member in $1 { write(&$0, member) } }
  }

  mutating func text(_ field: LeafDetail.Field, _ text: String?) {
    self.field(field, text) { $0.bytes.append(contentsOf: $1.utf8) }
  }
}

extension Array<UInt8> {
  /// Appends text behind a length of two bytes; false, and nothing is of use any more, if it is longer.
  mutating func append(text: String) -> Bool {
    let count = text.utf8.count
    append(bigEndian: UInt16(truncatingIfNeeded: count))
    append(contentsOf: text.utf8)
    return count <= Int(UInt16.max)
  }
}
