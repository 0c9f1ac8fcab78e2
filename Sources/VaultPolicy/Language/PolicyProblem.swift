/// One thing that is wrong in a policy, or in another file that is read as strictly.
package struct PolicyProblem: Hashable, Sendable {
  /// What is wrong, for programs: append-only names.
  package enum Code: String, Hashable, Sendable, CaseIterable {
    // The file.
    case fileMissing = "FILE_MISSING"
    case fileUnreadable = "FILE_UNREADABLE"
    case fileTooLarge = "FILE_TOO_LARGE"
    case encodingInvalid = "ENCODING_INVALID"
    case syntaxInvalid = "SYNTAX_INVALID"
    case anchorRefused = "ANCHOR_REFUSED"
    case tagRefused = "TAG_REFUSED"
    case severalDocuments = "SEVERAL_DOCUMENTS"
    case tooDeep = "TOO_DEEP"
    case notCanonical = "NOT_CANONICAL"
    case noticeMissing = "NOTICE_MISSING"
    case noticeNameInvalid = "NOTICE_NAME_INVALID"
    case layoutRefused = "LAYOUT_REFUSED"
    // Shapes and words.
    case keyUnknown = "KEY_UNKNOWN"
    case keyMissing = "KEY_MISSING"
    case keyTwice = "KEY_TWICE"
    case keyNotApplicable = "KEY_NOT_APPLICABLE"
    case itemTwice = "ITEM_TWICE"
    case listEmpty = "LIST_EMPTY"
    case wrongShape = "WRONG_SHAPE"
    case textInvalid = "TEXT_INVALID"
    case valueInvalid = "VALUE_INVALID"
    case idInvalid = "ID_INVALID"
    case idTwice = "ID_TWICE"
    case idReserved = "ID_RESERVED"
    case durationInvalid = "DURATION_INVALID"
    case dateInvalid = "DATE_INVALID"
    case versionInvalid = "VERSION_INVALID"
    case zoneUnknown = "ZONE_UNKNOWN"
    // Names that are not declared.
    case categoryUndeclared = "CATEGORY_UNDECLARED"
    case recipientUndeclared = "RECIPIENT_UNDECLARED"
    case channelUndeclared = "CHANNEL_UNDECLARED"
    case actorUndeclared = "ACTOR_UNDECLARED"
    case purposeUndeclared = "PURPOSE_UNDECLARED"
    // The rules of the language.
    case schemaUnsupported = "SCHEMA_UNSUPPORTED"
    case defaultNotDeny = "DEFAULT_NOT_DENY"
    case categoryEmpty = "CATEGORY_EMPTY"
    case benefitMissing = "BENEFIT_MISSING"
    case basisInvalid = "BASIS_INVALID"
    case lifetimeMissing = "LIFETIME_MISSING"
    case lifetimeZero = "LIFETIME_ZERO"
    case citationMissing = "CITATION_MISSING"
    case assessmentMissing = "ASSESSMENT_MISSING"
    case purposeWithoutCategory = "PURPOSE_WITHOUT_CATEGORY"
    case purposeWithoutActor = "PURPOSE_WITHOUT_ACTOR"
    case parentMissing = "PARENT_MISSING"
    case parentNotGroup = "PARENT_NOT_GROUP"
    case groupHasKeys = "GROUP_HAS_KEYS"
    case specialWithoutCondition = "SPECIAL_WITHOUT_CONDITION"
    case contactRuleInvalid = "CONTACT_RULE_INVALID"
    case neverEmpty = "NEVER_EMPTY"
    case neverMet = "NEVER_MET"
    case neverIdle = "NEVER_IDLE"
    case limitExceeded = "LIMIT_EXCEEDED"
    // The policy against the one in force.
    case nameChanged = "POLICY_NAME_CHANGED"
    case versionOlder = "VERSION_OLDER"
    case versionReused = "VERSION_REUSED"
  }

  package let code: Code
  /// One sentence, lower case, no full stop.
  package let message: String
  /// What to do.
  package let hint: String?
  /// The file's name without its folders.
  package let file: String
  package let position: PolicyPlaces.Position?

  package init(
    code: Code, message: String, hint: String?, file: String, position: PolicyPlaces.Position?
  ) {
    self.code = code
    self.message = message
    self.hint = hint
    self.file = file
    self.position = position
  }

  /// `file:line:column`, or the file alone.
  package var place: String {
    position.map { "\(file):\($0.line):\($0.column)" } ?? file
  }
}

/// A document that is refused, with everything that is wrong with it, in the order of the file.
package struct PolicyFault: Error, Hashable, Sendable {
  /// Never empty.
  package let problems: [PolicyProblem]

  package init(_ problems: [PolicyProblem]) {
    // Stable: problems at one place keep the order in which they were found.
    self.problems = problems.enumerated().sorted { a, b in
      let (x, y) = (a.element.position, b.element.position)
      return (x?.line ?? 0, x?.column ?? 0, a.offset) < (y?.line ?? 0, y?.column ?? 0, b.offset)
    }.map(\.element)
  }
}
