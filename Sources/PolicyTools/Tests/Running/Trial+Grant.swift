import VaultModel
import VaultPolicy

/// Why a permission that a test assumes could not be recorded.
package struct GrantRefusal: Error, Hashable, Sendable {
  /// The codes that `cvault grant` and `cvault ground open` tell by the policy alone.
  package static let codes = [
    "BASIS_MISMATCH", "METHOD_NOT_ALLOWED", "NOTICE_NOT_ALLOWED", "LIFETIME_TOO_LONG",
    "END_BEFORE_START", "CATEGORY_NOT_ALLOWED", "RECIPIENT_NOT_ALLOWED", "CHANNEL_NOT_ALLOWED",
    "OPERATION_NOT_ALLOWED", "ORIGIN_NOT_ALLOWED",
  ]

  /// One of ``codes``.
  package let code: String
  /// What was not accepted, in backticks, for people.
  package let what: String
}

extension Trial {
  /// Records a permission under the rules that hold for real ones.
  ///
  /// - Parameters:
  ///   - grant: what the test assumes.
  ///   - time: when the test asks; a consent that begins later was spoken by then.
  ///   - order: its place among the permissions of the test, from 1.
  /// - Returns: the record as a vault would keep it.
  /// - Throws: ``GrantRefusal``, the first rule that refuses it.
  func permission(
    _ grant: TestGrant, at time: Timestamp, order: Int
  ) throws(GrantRefusal) -> Permission {
    guard let terms = terms(named: grant.purpose) else {
      throw GrantRefusal(code: "BASIS_MISMATCH", what: quoted(grant.purpose))
    }
    let until = try end(of: grant, terms)
    let isConsent = terms.basis == .consent
    let closing = grant.closing
    return Permission(
      id: Identifier(high: 0, low: UInt64(order)), kind: isConsent ? .consent : .ground,
      purpose: terms.number, scope: try scope(of: grant, terms), from: grant.from, until: until,
      state: closing?.state ?? .given, method: grant.method,
      retention: terms.definition.retention, eventTime: grant.from,
      recordedTime: min(grant.from, time), changedTime: closing?.time ?? grant.from,
      sequence: UInt64(order))
  }

  private func end(
    of grant: TestGrant, _ terms: CompiledPurpose
  ) throws(GrantRefusal) -> Timestamp {
    switch grant.kind {
    case .consent(let method, let notice):
      guard terms.basis == .consent, let rule = terms.definition.consent else {
        throw GrantRefusal(code: "BASIS_MISMATCH", what: "a consent to `\(grant.purpose)`")
      }
      guard rule.methods.contains(method) else {
        throw GrantRefusal(code: "METHOD_NOT_ALLOWED", what: quoted(method.rawValue))
      }
      if let notice, !terms.accepts(notice: notice) {
        throw GrantRefusal(code: "NOTICE_NOT_ALLOWED", what: quoted(notice))
      }
    case .ground:
      guard terms.basis != .consent else {
        throw GrantRefusal(code: "BASIS_MISMATCH", what: "a ground for `\(grant.purpose)`")
      }
    }
    let latest = grant.from.advanced(by: terms.maxLifetime) ?? .latest
    let until: Timestamp? =
      switch grant.end {
      case .longest: latest
      case .after(let span): grant.from.advanced(by: span)
      case .at(let time): time
      }
    guard let until, until <= latest else {
      throw GrantRefusal(
        code: "LIFETIME_TOO_LONG", what: "more than \(terms.maxLifetime.description)")
    }
    guard until > grant.from else {
      throw GrantRefusal(code: "END_BEFORE_START", what: quoted(until.description))
    }
    return until
  }

  /// What is named, or the purpose's own; a ground has everything that its purpose has.
  private func scope(
    of grant: TestGrant, _ terms: CompiledPurpose
  ) throws(GrantRefusal) -> Scope {
    let isConsent = terms.basis == .consent
    let categories = try names(grant, .categories, within: terms.categories) {
      compiled.leaves(of: $0) ?? []
    }
    let recipients = try names(grant, .recipients, within: terms.recipients) {
      compiled.recipient($0).map { [$0] } ?? []
    }
    let channels = try names(grant, .channels, within: terms.channels) {
      compiled.channel($0).map { [$0] } ?? []
    }
    let origins = try names(grant, .origins, within: terms.origins) {
      compiled.registry.number($0, OriginKind.self).map { [$0] } ?? []
    }
    var operations: OperationSet = []
    for name in grant.scope[.operations] ?? [] {
      let operation = Operation(rawValue: name).map { OperationSet($0) } ?? []
      guard !operation.isEmpty, terms.definition.operations.isSuperset(of: operation) else {
        throw GrantRefusal(code: "OPERATION_NOT_ALLOWED", what: quoted(name))
      }
      operations.formUnion(operation)
    }
    if operations.isEmpty, !isConsent { operations = terms.definition.operations }
    return Scope(
      categories: categories ?? terms.categories, operations: operations,
      recipients: recipients ?? (isConsent ? [] : terms.recipients),
      channels: channels ?? terms.channels,
      origins: origins ?? (isConsent ? [] : terms.origins))
  }

  /// The numbers of the names in a dimension; nil if it names none.
  private func names<Kind>(
    _ grant: TestGrant, _ dimension: TestDimension, within allowed: NumberSet<Kind>,
    _ find: (String) -> [Number<Kind>]
  ) throws(GrantRefusal) -> NumberSet<Kind>? {
    guard let names = grant.scope[dimension], !names.isEmpty else { return nil }
    var set: NumberSet<Kind> = []
    for name in names {
      let found = find(name)
      guard !found.isEmpty, found.allSatisfy(allowed.contains) else {
        throw GrantRefusal(code: "\(dimension.singular)_NOT_ALLOWED", what: quoted(name))
      }
      for number in found { set.insert(number) }
    }
    return set
  }
}

extension TestGrant {
  /// How a consent was given; nil for a ground.
  fileprivate var method: ConsentMethod? {
    if case .consent(let method, _) = kind { method } else { nil }
  }
}

extension TestDimension {
  /// The word in the codes that refuse a name of the dimension.
  fileprivate var singular: String {
    switch self {
    case .categories: "CATEGORY"
    default: rawValue.dropLast().uppercased()
    }
  }
}

extension CompiledPurpose {
  /// Whether a consent for the purpose may show the notice; with none listed, any may be shown.
  func accepts(notice: String) -> Bool {
    definition.notices.isEmpty || definition.notices.contains(notice)
  }
}
