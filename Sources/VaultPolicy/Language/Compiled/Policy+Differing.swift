import VaultModel

extension Policy {
  /// Two compiled policies without the purposes and groups that are byte for byte the same in both: what
  /// comparing them needs, for a fraction of the time that reading them takes.
  ///
  /// They are compared so only if they differ in nothing but their heads and purposes. Then a purpose that is
  /// the same in both keeps every rule in the one if it does in the other, so if either policy holds, the
  /// answer is that of reading both whole: whatever differs is read strictly, the rules on load are applied
  /// to it, and each text is byte for byte canonical. What is wrong in the same bytes of both is not found,
  /// and makes no difference between them.
  ///
  /// - Parameters:
  ///   - old: A canonical text.
  ///   - new: Another.
  /// - Returns: What differs of each; nil if they must be read whole, because more than heads and purposes
  ///   differs, or to be told what is wrong with them.
  package static func differing(_ old: String, _ new: String) -> (old: Policy, new: Policy)? {
    guard let old = CompiledText(old), let new = CompiledText(new), old.declaresTheSame(as: new)
    else { return nil }
    var (kept, added): ([CompiledText.Member], [CompiledText.Member]) = ([], [])
    var same: [CompiledText.Member] = []
    var rest = new.purposes[...]
    for purpose in old.purposes {
      while let next = rest.first, new.key(next).lexicographicallyPrecedes(old.key(purpose)) {
        added.append(rest.removeFirst())
      }
      if let next = rest.first, new.bytes[next.whole] == old.bytes[purpose.whole] {
        same.append(purpose)
        rest.removeFirst()
      } else {
        kept.append(purpose)
      }
    }
    added += rest
    let groups = Set(same.filter(old.isGroup).map(old.name))
    let purposes = Set(same.filter { !old.isGroup($0) }.map(old.name))
    guard let before = read(old.text(keeping: kept), beside: groups, purposes),
      let after = read(new.text(keeping: added), beside: groups, purposes)
    else { return nil }
    return (before, after)
  }

  /// Reads a canonical text beside groups and purposes of which nothing but the names is known.
  private static func read(
    _ bytes: [UInt8], beside groups: Set<String>, _ purposes: Set<String>
  ) -> Policy? {
    guard let document = try? JSONParser.parse(String(decoding: bytes, as: UTF8.self)) else {
      return nil
    }
    var reader = PolicyReader(file: "", form: .canonical, zoneExists: { _ in true })
    reader.declared.purposes = groups.union(purposes)
    reader.groups = groups.map { PurposeGroup(name: $0, title: "") }
    // A purpose that touches nothing breaks a rule only where every purpose of its name does.
    reader.purposes = purposes.map {
      PurposeDefinition(
        name: $0, title: "", benefit: "", basis: .consent, categories: [], operations: [],
        recipients: [], origins: [], actors: [])
    }
    guard var policy = try? reader.read(document) else { return nil }
    policy.groups.removeAll { groups.contains($0.name) }
    policy.purposes.removeAll { purposes.contains($0.name) }
    return policy.canonicalBytes == bytes ? policy : nil
  }
}

extension CompiledText {
  /// What every purpose is read by.
  private static let declarations = ["actors", "categories", "channels", "never", "recipients"]

  /// Whether all is the same by which purposes are read and checked.
  fileprivate func declaresTheSame(as other: CompiledText) -> Bool {
    Self.declarations.allSatisfy { key in
      member(key).map(Array.init) == other.member(key).map(Array.init)
    }
  }

  private func member(_ key: String) -> ArraySlice<UInt8>? {
    members.first { self.key($0).elementsEqual(key.utf8) }.map { bytes[$0.whole] }
  }
}
