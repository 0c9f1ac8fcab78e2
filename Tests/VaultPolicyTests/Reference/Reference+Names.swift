import VaultModel
import VaultPolicy

/// The names of the request.
extension Reference {
  var isGroup: Bool { policy.groups.contains { $0.name == request.purpose } }

  var knowsActor: Bool { policy.actors.contains { $0.name == request.actor } }

  var knowsChannel: Bool {
    guard let channel = request.channel else { return true }
    return policy.channels.contains(channel)
  }

  var knowsRecipient: Bool {
    request.recipient == "self" || policy.recipients.contains { $0.name == request.recipient }
  }

  var knowsOperation: Bool { ["use", "share", "profile", "combine"].contains(request.operation) }

  /// What is asked for, and `share` if it is for anybody else, known or not.
  var operations: Set<String> {
    // Open: an unknown operation is told by that alone, so nothing is added to it.
    guard knowsOperation else { return [] }
    return request.recipient == "self" ? [request.operation] : [request.operation, "share"]
  }

  var nameCodes: Set<String> {
    var codes: Set<String> = []
    if !knowsActor { codes.insert("ACTOR_UNKNOWN") }
    if !knowsChannel { codes.insert("CHANNEL_UNKNOWN") }
    if !knowsRecipient { codes.insert("RECIPIENT_UNKNOWN") }
    if !knowsOperation { codes.insert("OPERATION_UNKNOWN") }
    if hasUnknownCategory { codes.insert("CATEGORY_UNKNOWN") }
    if request.categories.isEmpty { codes.insert("REQUEST_INVALID") }
    if request.operation == "share", request.recipient == "self" {
      codes.insert("REQUEST_INVALID")
    }
    return codes
  }

  /// Whole segments only.
  static func isAt(_ name: String, orBelow node: String) -> Bool {
    name == node || name.hasPrefix(node + ".")
  }

  /// A category that is not a leaf stands for all leaves under it; an unknown name stands for nothing.
  static func leaves(under name: String, in policy: Policy) -> [String] {
    guard policy.categories.contains(where: { $0.name == name }) else { return [] }
    return policy.categories.filter { $0.isLeaf && isAt($0.name, orBelow: name) }.map(\.name)
  }
}
