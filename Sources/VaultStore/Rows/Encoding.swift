import VaultCrypto
import VaultModel

// The byte forms of sets, scopes and denials, shared by the rows that hold them. Integers are
// big-endian; a set is a count of two bytes and its numbers in ascending order.

extension NumberSet {
  func encode(into bytes: inout [UInt8]) {
    let numbers = numbers
    bytes.append(bigEndian: UInt16(numbers.count))
    for number in numbers { bytes.append(bigEndian: number.rawValue) }
  }

  /// Reads what ``encode(into:)`` wrote; nil for numbers in any other order.
  init?(reading reader: inout ByteReader) {
    self.init()
    guard let count = reader.number(UInt16.self) else { return nil }
    var last = -1
    for _ in 0..<count {
      guard let number = reader.number(UInt16.self), number > last else { return nil }
      insert(Number(number))
      last = Int(number)
    }
  }
}

extension Scope {
  /// `categories | operations u8 | recipients | channels | origins`.
  func encoded() -> [UInt8] {
    var bytes: [UInt8] = []
    categories.encode(into: &bytes)
    bytes.append(operations.rawValue)
    recipients.encode(into: &bytes)
    channels.encode(into: &bytes)
    origins.encode(into: &bytes)
    return bytes
  }

  /// Reads ``encoded()``; nil for anything else.
  init?(decoding bytes: [UInt8]) {
    var reader = ByteReader(bytes)
    guard let categories = NumberSet<CategoryKind>(reading: &reader),
      let operations = reader.number(UInt8.self),
      let recipients = NumberSet<RecipientKind>(reading: &reader),
      let channels = NumberSet<ChannelKind>(reading: &reader),
      let origins = NumberSet<OriginKind>(reading: &reader), reader.isAtEnd
    else { return nil }
    self.init(
      categories: categories, operations: OperationSet(rawValue: operations),
      recipients: recipients, channels: channels, origins: origins)
    // What is implied is written out, so a scope has one form.
    guard self.operations.rawValue == operations, self.recipients == recipients,
      self.origins == origins
    else { return nil }
  }
}

extension Denial {
  /// No purpose of a registry has this number; here it stands for `*`.
  private static let everyPurpose = UInt16.max

  /// `id 16 | word u8 | purpose u16 | event u64 | recorded u64 | named u8 | [categories] [channels]
  /// [recipients]`; bits 0 to 2 of `named` say which of the three dimensions are named.
  func encode(into bytes: inout [UInt8]) {
    bytes.append(contentsOf: id.bytes)
    bytes.append(word.rawValue)
    bytes.append(bigEndian: scope.purpose?.rawValue ?? Self.everyPurpose)
    bytes.append(bigEndian: UInt64(eventTime.milliseconds))
    bytes.append(bigEndian: UInt64(recordedTime.milliseconds))
    let named =
      (scope.categories == nil ? 0 : 1) | (scope.channels == nil ? 0 : 2)
      | (scope.recipients == nil ? 0 : 4)
    bytes.append(UInt8(named))
    scope.categories?.encode(into: &bytes)
    scope.channels?.encode(into: &bytes)
    scope.recipients?.encode(into: &bytes)
  }

  init?(reading reader: inout ByteReader) {
    guard let id = reader.identifier(),
      let word = reader.number(UInt8.self).flatMap(Denial.Word.init),
      let purpose = reader.number(UInt16.self), let event = reader.timestamp(),
      let recorded = reader.timestamp(), let named = reader.number(UInt8.self), named < 8
    else { return nil }
    var scope = Scope(purpose: purpose == Self.everyPurpose ? nil : Number(purpose))
    if named & 1 != 0 {
      guard let set = NumberSet<CategoryKind>(reading: &reader) else { return nil }
      scope.categories = set
    }
    if named & 2 != 0 {
      guard let set = NumberSet<ChannelKind>(reading: &reader) else { return nil }
      scope.channels = set
    }
    if named & 4 != 0 {
      guard let set = NumberSet<RecipientKind>(reading: &reader) else { return nil }
      scope.recipients = set
    }
    self.init(id: id, word: word, scope: scope, eventTime: event, recordedTime: recorded)
  }
}
