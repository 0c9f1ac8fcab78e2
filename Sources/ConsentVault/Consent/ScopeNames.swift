import VaultPolicy

/// The dimensions of a permission or a denial as people name them.
///
/// What is nil or empty is not named. For a consent that means the purpose's categories and
/// channels, the recipient `self`, the operation `use`, and volunteered and observed data; for a
/// ground, everything that the purpose has; for a denial, everything.
public struct ScopeNames: Hashable, Sendable {
  /// Categories; in a permission a parent stands for the leaves that it has now, in a denial for
  /// itself.
  public var categories: [String]?
  /// Recipients that the policy declares; a permission covers `self` in any case.
  public var recipients: [String]
  /// Channels that the policy declares.
  public var channels: [String]?
  /// `use`, `share`, `profile`, `combine`; a denial has no operations and ignores them.
  public var operations: [String]
  /// Such as `inferred` or `third-party:NAME`; a denial has no origins and ignores them.
  public var origins: [String]

  /// Takes names as they are; they are held against the policy when they are used.
  public init(
    categories: [String]? = nil, recipients: [String] = [], channels: [String]? = nil,
    operations: [String] = [], origins: [String] = []
  ) {
    self.categories = categories
    self.recipients = recipients
    self.channels = channels
    self.operations = operations
    self.origins = origins
  }
}

extension CompiledPolicy {
  /// The purpose leaf of a name.
  ///
  /// - Throws: ``VaultError`` `PURPOSE_UNKNOWN`, `PURPOSE_IS_GROUP`.
  func leafPurpose(_ name: String) throws(VaultError) -> CompiledPurpose {
    if let terms = terms(named: name) { return terms }
    if isGroup(name) {
      throw VaultError(
        .refused, "PURPOSE_IS_GROUP", "`\(name)` is a group of purposes",
        hint: "name one of the purposes under it; groups can be denied, never granted")
    }
    throw VaultError(
      .refused, "PURPOSE_UNKNOWN", "the policy has no purpose `\(name)`",
      hint: "list them with `cvault policy show`")
  }

  /// The scope of a consent: what is named, or the purpose's own where nothing is; never more than
  /// the policy allows.
  func scope(ofConsent names: ScopeNames, for terms: CompiledPurpose) throws(VaultError) -> Scope {
    Scope(
      categories: try categories(names.categories, for: terms),
      operations: try operations(names.operations, for: terms),
      recipients: try recipients(names.recipients, for: terms),
      channels: try channels(names.channels, for: terms),
      origins: try origins(names.origins, for: terms))
  }

  /// The scope of a ground: everything that the purpose has, unless less is named.
  func scope(ofGround names: ScopeNames, for terms: CompiledPurpose) throws(VaultError) -> Scope {
    Scope(
      categories: try categories(names.categories, for: terms),
      operations: names.operations.isEmpty
        ? terms.definition.operations : try operations(names.operations, for: terms),
      recipients: names.recipients.isEmpty
        ? terms.recipients : try recipients(names.recipients, for: terms),
      channels: try channels(names.channels, for: terms),
      origins: names.origins.isEmpty ? terms.origins : try origins(names.origins, for: terms))
  }

  private func categories(
    _ names: [String]?, for terms: CompiledPurpose
  ) throws(VaultError) -> NumberSet<CategoryKind> {
    guard let names, !names.isEmpty else { return terms.categories }
    return try numbers(names, "CATEGORY", leaves(of:), within: terms.categories, of: terms)
  }

  private func recipients(
    _ names: [String], for terms: CompiledPurpose
  ) throws(VaultError) -> NumberSet<RecipientKind> {
    try numbers(names, "RECIPIENT", { one(recipient($0)) }, within: terms.recipients, of: terms)
  }

  private func channels(
    _ names: [String]?, for terms: CompiledPurpose
  ) throws(VaultError) -> NumberSet<ChannelKind> {
    guard let names, !names.isEmpty else { return terms.channels }
    return try numbers(names, "CHANNEL", { one(channel($0)) }, within: terms.channels, of: terms)
  }

  private func origins(
    _ names: [String], for terms: CompiledPurpose
  ) throws(VaultError) -> NumberSet<OriginKind> {
    for name in names where Origin(name) == nil { throw .unknownName("ORIGIN", name) }
    for name in names where registry.number(name, OriginKind.self) == nil {
      throw .notAllowed("ORIGIN", name, terms.definition.name)
    }
    return try numbers(
      names, "ORIGIN", { one(registry.number($0)) }, within: terms.origins, of: terms)
  }

  private func operations(
    _ names: [String], for terms: CompiledPurpose
  ) throws(VaultError) -> OperationSet {
    var set: OperationSet = []
    for name in names {
      guard let operation = Operation(rawValue: name) else { throw .unknownName("OPERATION", name) }
      guard terms.definition.operations.contains(OperationSet(operation)) else {
        throw .notAllowed("OPERATION", name, terms.definition.name)
      }
      set.insert(OperationSet(operation))
    }
    return set
  }

  private func one<Kind>(_ number: Number<Kind>?) -> [Number<Kind>]? { number.map { [$0] } }

  /// Looks up names of one dimension; what the purpose has bounds them, where `allowed` is given.
  private func numbers<Kind>(
    _ names: [String], _ dimension: String, _ find: (String) -> [Number<Kind>]?,
    within allowed: NumberSet<Kind>? = nil, of terms: CompiledPurpose? = nil
  ) throws(VaultError) -> NumberSet<Kind> {
    var set: NumberSet<Kind> = []
    for name in names {
      guard let found = find(name) else { throw .unknownName(dimension, name) }
      for number in found {
        guard allowed?.contains(number) ?? true else {
          throw .notAllowed(dimension, name, terms?.definition.name ?? "")
        }
        set.insert(number)
      }
    }
    return set
  }

  /// The scope of a denial, for a purpose leaf, a group, or (nil) every purpose.
  ///
  /// Category names keep their node, so that leaves added later are denied too; an unknown name is
  /// an error, because a "no" must not be lost to a typing mistake.
  func scope(
    ofDenial names: ScopeNames, purpose: String?
  ) throws(VaultError) -> Denial.Scope {
    guard names.operations.isEmpty && names.origins.isEmpty else {
      // A narrower "no" than was meant must not be recorded as a wider one, nor be lost.
      throw VaultError(
        .usage, "SCOPE_INVALID", "a denial has no operations and no origins",
        hint: "deny the purpose, or its categories, channels or recipients")
    }
    var scope = Denial.Scope(purpose: nil)
    if let purpose {
      guard let node = purposeNode(purpose) else {
        throw VaultError(
          .refused, "PURPOSE_UNKNOWN", "the policy has no purpose or group `\(purpose)`",
          hint: "list them with `cvault policy show`, or deny everything with --all")
      }
      scope.purpose = node
    }
    if let categories = names.categories, !categories.isEmpty {
      scope.categories = try numbers(categories, "CATEGORY") { name in
        leaves(of: name) == nil ? nil : one(registry.number(name))
      }
    }
    if let channels = names.channels, !channels.isEmpty {
      scope.channels = try numbers(channels, "CHANNEL") { one(channel($0)) }
    }
    if !names.recipients.isEmpty {
      scope.recipients = try numbers(names.recipients, "RECIPIENT") { one(recipient($0)) }
    }
    return scope
  }
}

extension VaultError {
  /// The policy does not declare this name.
  static func unknownName(_ dimension: String, _ name: String) -> VaultError {
    VaultError(
      .refused, "\(dimension)_UNKNOWN",
      "the policy knows no \(dimension.lowercased()) `\(name)`",
      hint: "list the names with `cvault policy show`")
  }

  /// The policy's purpose does not have this name.
  static func notAllowed(_ dimension: String, _ name: String, _ purpose: String) -> VaultError {
    VaultError(
      .refused, "\(dimension)_NOT_ALLOWED",
      "the policy does not allow the \(dimension.lowercased()) `\(name)` for `\(purpose)`",
      hint: "leave it out, or change the policy")
  }
}
