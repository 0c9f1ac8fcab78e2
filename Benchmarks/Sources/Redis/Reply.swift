import CHiredis

/// What Redis answered; freed with the value.
@safe
public struct Reply: ~Copyable {
  private let reply: UnsafeMutablePointer<redisReply>

  init(_ reply: UnsafeMutablePointer<redisReply>) { unsafe self.reply = reply }

  deinit { unsafe freeReplyObject(reply) }

  var error: String? {
    guard unsafe reply.pointee.type == REDIS_REPLY_ERROR else { return nil }
    return unsafe String(cString: reply.pointee.str)
  }

  /// An integer; 0 if it is none.
  public var number: Int { Int(unsafe reply.pointee.integer) }

  /// How many elements there are.
  public var count: Int { Int(unsafe reply.pointee.elements) }

  /// Hands on the bytes of a string; nil if there is none.
  public func withBytes<R>(_ body: (UnsafeRawBufferPointer) throws -> R) rethrows -> R? {
    try unsafe Self.bytes(of: reply, body)
  }

  /// Hands on the bytes of an element; nil if it is no string.
  public func withBytes<R>(
    of index: Int, _ body: (UnsafeRawBufferPointer) throws -> R
  ) rethrows -> R? {
    guard index < count, let element = unsafe reply.pointee.element[index] else { return nil }
    return try unsafe Self.bytes(of: element, body)
  }

  /// An element as text; nil if it is none.
  public func text(of index: Int) -> String? {
    unsafe withBytes(of: index) { unsafe String(decoding: $0, as: UTF8.self) }
  }

  private static func bytes<R>(
    of reply: UnsafeMutablePointer<redisReply>, _ body: (UnsafeRawBufferPointer) throws -> R
  ) rethrows -> R? {
    guard unsafe reply.pointee.type == REDIS_REPLY_STRING else { return nil }
    return try unsafe body(
      UnsafeRawBufferPointer(start: reply.pointee.str, count: reply.pointee.len))
  }
}
