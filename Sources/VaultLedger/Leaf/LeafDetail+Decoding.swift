internal import VaultCrypto
internal import VaultModel

extension LeafDetail {
  /// Reads exactly what ``encoded()`` writes.
  ///
  /// - Throws: ``LedgerError/newerFormat`` for another version or an unknown field;
  ///   ``LedgerError/malformedDetail`` for anything else, fields out of order or twice included.
  package init(decoding bytes: [UInt8]) throws(LedgerError) {
    self.init()
    var reader = ByteReader(bytes)
    guard let version = reader.number(UInt8.self), version > 0 else { throw .malformedDetail }
    guard version == 1 else { throw .newerFormat }
    var last: UInt8 = 0
    while !reader.isAtEnd {
      guard let number = reader.number(UInt8.self), number > last else { throw .malformedDetail }
      guard let field = Field(rawValue: number) else { throw .newerFormat }
      guard let content = reader.prefixed() else { throw .malformedDetail }
      try read(field, Array(content))
      last = number
    }
  }

  private mutating func read(_ field: Field, _ content: [UInt8]) throws(LedgerError) {
    switch field {
    case .categories: categories = try Self.list(content) { $0.text() }
    case .channel: channel = try Self.one(content, Self.text)
    case .recipient: recipient = try Self.one(content, Self.text)
    case .operation: operation = try Self.one(content, Self.text)
    case .reasons: reasons = try Self.list(content) { $0.text() }
    case .permissions: permissions = try Self.list(content) { $0.identifier() }
    case .denial: denial = try Self.one(content) { $0.identifier() }
    case .request: request = try Self.one(content) { $0.identifier() }
    case .typist: typist = try Self.one(content, Self.text)
    case .eventTime: eventTime = try Self.one(content) { $0.timestamp() }
    case .until: until = try Self.one(content) { $0.timestamp() }
    case .notice: notice = try Self.one(content, Self.text)
    case .method: method = try Self.one(content, Self.text)
    case .values: values = try Self.list(content, Self.value)
    case .counts: counts = try Self.counts(content)
    case .text: text = try Self.one(content, Self.text)
    case .standings: standings = try Self.list(content, Self.standing)
    case .recipients: recipients = try Self.list(content) { $0.text() }
    case .grounds: grounds = try Self.list(content, Self.ground)
    }
  }

  /// The whole content is one text.
  private static func text(_ reader: inout ByteReader) -> String? {
    reader.take(reader.remaining).flatMap { String(validating: $0, as: UTF8.self) }
  }

  private static func value(_ reader: inout ByteReader) -> LeafValue? {
    guard let category = reader.text(), let key = reader.text(),
      let version = reader.number(UInt32.self)
    else { return nil }
    return LeafValue(category: category, key: key, version: version)
  }

  private static func standing(_ reader: inout ByteReader) -> LeafStanding? {
    guard let subject = reader.identifier(), let digest = reader.digest() else { return nil }
    return LeafStanding(subject: subject, digest: digest)
  }

  private static func ground(_ reader: inout ByteReader) -> LeafGround? {
    guard let id = reader.identifier(), let until = reader.timestamp(), let purpose = reader.text()
    else { return nil }
    return LeafGround(id: id, purpose: purpose, until: until)
  }

  private static func counts(_ content: [UInt8]) throws(LedgerError) -> [String: UInt64] {
    let pairs = try list(content) { reader -> (name: String, count: UInt64)? in
      guard let name = reader.text(), let count = reader.number(UInt64.self) else { return nil }
      return (name, count)
    }
    var counts: [String: UInt64] = [:]
    var last: String?
    for (name, count) in pairs {
      guard last?.utf8.lexicographicallyPrecedes(name.utf8) ?? true, counts[name] == nil else {
        throw .malformedDetail
      }
      counts[name] = count
      last = name
    }
    return counts
  }

  private static func one<T>(
    _ content: [UInt8], _ read: (inout ByteReader) -> T?
  ) throws(LedgerError) -> T {
    var reader = ByteReader(content)
    guard let value = read(&reader), reader.isAtEnd else { throw .malformedDetail }
    return value
  }

  private static func list<T>(
    _ content: [UInt8], _ read: (inout ByteReader) -> T?
  ) throws(LedgerError) -> [T] {
    var reader = ByteReader(content)
    var members: [T] = []
    repeat {
      guard let member = read(&reader) else { throw .malformedDetail }
      members.append(member)
    } while !reader.isAtEnd
    return members
  }
}
