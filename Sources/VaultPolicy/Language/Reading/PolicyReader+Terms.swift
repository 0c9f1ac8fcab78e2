import VaultModel

/// The basis of a purpose with what it calls for, and the purpose's other terms.
extension PolicyReader {
  mutating func readBasis(
    _ fields: DocumentReader.Fields, of what: @autoclosure () -> String,
    into purpose: inout PurposeDefinition
  ) {
    if let document = fields["citation"] {
      purpose.citation = input.text(document, of: "`citation` of \(what())")
    }
    if let document = fields["article9"] {
      purpose.article9 = input.text(document, of: "`article9` of \(what())")
    }
    if let document = fields["assessment"] {
      purpose.assessment = readAssessment(document, of: "`assessment` of \(what())")
    }
    if let document = fields["consent"] {
      purpose.consent = readConsent(document, of: "`consent` of \(what())")
    }
    guard
      let document = input.required(
        "basis", in: fields, of: what(), example: "basis: consent"),
      let basis = input.word(
        document, of: "the basis of \(what())", Basis.self, code: .basisInvalid)
    else { return }
    purpose.basis = basis
    checkBasis(basis, fields, of: what())
  }

  private static let calls: [(basis: Basis, key: String, code: PolicyProblem.Code, hint: String)] =
    [
      (.consent, "consent", .lifetimeMissing, "add `consent: {max_lifetime: 365d, methods: […]}`"),
      (.legalObligation, "citation", .citationMissing, "add `citation: …`, the law"),
      (
        .legitimateInterest, "assessment", .assessmentMissing,
        "add `assessment: {reference: …, review_by: YYYY-MM-DD}`"
      ),
    ]

  /// Each basis calls for its own key, and a key that another basis calls for would not be enforced.
  private mutating func checkBasis(
    _ basis: Basis, _ fields: DocumentReader.Fields, of what: @autoclosure () -> String
  ) {
    for call in Self.calls {
      if basis == call.basis, fields[call.key] == nil {
        input.report(
          call.code, "\(what()) rests on `\(basis.rawValue)` and has no `\(call.key)`",
          hint: call.hint, at: fields.position)
      }
      // A citation explains any basis; nothing is to be enforced.
      if basis != call.basis, call.key != "citation" {
        refuse(call.key, fields, of: what(), because: "its basis is `\(basis.rawValue)`")
      }
    }
    if basis == .consent {
      refuse(
        "article9", fields, of: what(),
        because: "its basis is `consent`, which is explicit by its method")
    }
  }

  private mutating func refuse(
    _ key: String, _ fields: DocumentReader.Fields, of what: @autoclosure () -> String,
    because reason: String
  ) {
    guard let entry = fields.entry(key) else { return }
    input.report(
      .keyNotApplicable, "\(what()) has `\(key)`, but \(reason)", hint: "leave `\(key)` out",
      at: entry.position)
  }

  private mutating func readAssessment(_ document: Document, of what: @autoclosure () -> String)
    -> Assessment?
  {
    let fields = input.fields(document, of: what(), keys: PolicyKeys.assessment)
    let reference = requiredText("reference", in: fields, of: what())
    guard let day = requiredText("review_by", in: fields, of: what()) else { return nil }
    guard let reviewBy = CivilDate(day) else {
      input.report(
        .dateInvalid, "`review_by` of \(what()) is \(quoted(day)), which is not a day",
        hint: "write it as in `2026-12-31`", at: fields["review_by"]?.position)
      return nil
    }
    return Assessment(reference: reference ?? "", reviewBy: reviewBy)
  }

  private mutating func readConsent(_ document: Document, of what: @autoclosure () -> String)
    -> ConsentTerms?
  {
    let fields = input.fields(
      document, of: what(), keys: PolicyKeys.consent)
    guard case .mapping = document.value else { return nil }
    var terms = ConsentTerms(maxLifetime: .zero, methods: [])
    if let lifetime = fields["max_lifetime"] {
      terms.maxLifetime = readLifetime(lifetime, of: "`max_lifetime` in \(what())")
    } else {
      input.report(
        .lifetimeMissing, "\(what()) has no `max_lifetime`, and every consent ends",
        hint: "add `max_lifetime: 365d` or less", at: fields.position)
    }
    if let notice = fields["renew_notice"] {
      terms.renewNotice = readSpan(notice, of: "`renew_notice` in \(what())")
    }
    if let methods = input.required(
      "methods", in: fields, of: what(), example: "methods: [web-form]")
    {
      let named = readWords(methods, of: "`methods` in \(what())", ConsentMethod.self)
      terms.methods = ConsentMethod.allCases.filter(named.contains)
    }
    return terms
  }

  private mutating func readLifetime(_ document: Document, of what: @autoclosure () -> String)
    -> TimeSpan
  {
    guard let span = readSpan(document, of: what()) else { return .zero }
    if span == .zero {
      input.report(
        .lifetimeZero, "\(what()) is zero",
        hint: "write how long a consent may last, such as `365d`",
        at: document.position)
    }
    return span
  }

  mutating func readTerms(
    _ fields: DocumentReader.Fields, of what: @autoclosure () -> String,
    into purpose: inout PurposeDefinition
  ) {
    if let document = fields["retention"],
      let span = readSpan(document, of: "`retention` of \(what())")
    {
      purpose.retention = span
    }
    if let document = fields["obligations"] {
      purpose.obligations = readIDs(document, of: "`obligations` of \(what())")
    }
    if let document = fields["notices"] {
      refuseEmpty(document, of: "`notices` of \(what())")
      purpose.notices = readIDs(document, of: "`notices` of \(what())")
    }
    if let document = fields["contact"] {
      purpose.contact = readContact(document, of: "`contact` of \(what())")
      if fields["channels"].map({ $0.value == .list([]) }) ?? true {
        refuse("contact", fields, of: what(), because: "it has no channels to contact anybody on")
      }
    }
  }

  /// A time span: `90d` in a source, milliseconds in the canonical form.
  mutating func readSpan(_ document: Document, of what: @autoclosure () -> String) -> TimeSpan? {
    if form == .canonical, case .number(let number) = document.value {
      return TimeSpan(milliseconds: number)
    }
    return input.span(document, of: what())
  }
}
