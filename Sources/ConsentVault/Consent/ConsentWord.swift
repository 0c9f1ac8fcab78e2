import VaultCrypto
import VaultStore

/// A person's yes, as a file of customers tells it again and again.
///
/// When it was said, after which notice, and how: with subject and purpose it is what an import
/// knows a consent by.
struct ConsentWord: Hashable, Sendable {
  let eventTime: Timestamp
  let notice: Digest
  let method: ConsentMethod

  init(eventTime: Timestamp, notice: Digest, method: ConsentMethod) {
    self.eventTime = eventTime
    self.notice = notice
    self.method = method
  }

  /// The word of a record; nil for a request or a refusal, which have none.
  init?(_ permission: Permission) {
    guard let notice = permission.notice, let method = permission.method else { return nil }
    self.init(eventTime: permission.eventTime, notice: notice, method: method)
  }

  /// Three fields: time, digest of the notice, name of the method.
  func append(to fields: inout FieldEncoder) {
    fields.append(eventTime)
    fields.append(notice)
    fields.append(method.rawValue)
  }

  /// Reads ``append(to:)``; nil for anything else.
  init?(reading reader: inout ByteReader) {
    guard let time = reader.prefixed(), time.count == 8,
      let eventTime = Timestamp(milliseconds: time.reduce(0) { $0 << 8 | Int64($1) }),
      let notice = reader.prefixed().flatMap({ Digest(bytes: $0) }),
      let method = reader.text().flatMap(ConsentMethod.init(rawValue:))
    else { return nil }
    self.init(eventTime: eventTime, notice: notice, method: method)
  }
}
