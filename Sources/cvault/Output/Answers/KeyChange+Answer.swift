import ConsentVault

extension KeySlot {
  /// The members that every answer about a slot has.
  var json: JSONValue {
    [
      "slot": .number(number), "kind": .text(kind), "purposes": .texts(purposes),
      "recipients": .texts(recipients),
    ]
  }

  /// What it opens, for people.
  var scope: String { isOwner ? "everything" : purposes.joined(separator: " ") }
}

extension KeyChange {
  /// The slots that there are now, for people.
  var remaining: TextBlock.Fact {
    .init("slots now", slots.map { "\($0.number) \($0.kind)" }.joined(separator: ", "))
  }

  /// The command that takes a new slot out again.
  var undo: TextBlock.Fact {
    .init("undo", "cvault keys remove \(slot.number) --confirm \(slot.number)")
  }

  /// An answer about a change.
  ///
  /// - Parameters:
  ///   - sentence: What was done.
  ///   - facts: What people are told beside the slot.
  ///   - members: What programs are told beside the slot and the leaf.
  /// - Returns: The answer in every format.
  func answer(
    _ sentence: String, _ facts: [TextBlock.Fact], more members: [JSONValue.Member] = []
  ) -> Answer {
    .change(
      slot.json.adding([.init("leaf", .number(leaf))] + members),
      [.sentence(sentence), .facts([.init("slot", "\(slot.number)")] + facts)])
  }
}
