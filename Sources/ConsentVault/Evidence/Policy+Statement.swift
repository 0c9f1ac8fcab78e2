import VaultPolicy

/// Those whom a policy names, in the terms of DPV.
extension Policy {
  /// The company that answers for the data.
  var controllerStatement: JSONValue {
    [
      "@type": "dpv:DataController", "dpv:hasName": .text(controller.name),
      "dpv:hasContact": .text(controller.contact),
    ]
  }

  /// A recipient; one that the policy does not declare is told by its name alone.
  func recipientStatement(_ name: String) -> JSONValue {
    guard name != "self" else {
      return .named("dpv:DataController", name, controller.name)
    }
    let definition = recipients.first { $0.name == name }
    let type =
      switch definition?.role {
      case .processor: "dpv:DataProcessor"
      case .thirdParty: "dpv:ThirdParty"
      case nil: "dpv:Recipient"
      }
    return .named(type, name, definition?.title)
  }
}

extension JSONValue {
  /// A node with its name in the policy, and its title where it has one.
  static func named(_ type: String, _ name: String, _ title: String?) -> JSONValue {
    let node: JSONValue = [
      "@type": .text(type), "dct:identifier": .text(name), "dct:title": .text(title),
    ]
    return node.withoutBlanks
  }
}
