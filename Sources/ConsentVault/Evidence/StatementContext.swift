/// What the terms of a statement mean: an inline JSON-LD context, so that nobody fetches anything.
///
/// Vocabularies: DPV 2.3 and its GDPR extension (W3C DPVCG), DCMI terms, PROV-O, DCAT 3, SPDX,
/// W3C Security. What none of them has a term for, a place in a ledger and counts, is kept as one JSON
/// literal.
enum StatementContext {
  /// The member of a document that holds it.
  static let member = "@context"

  /// The context of every statement that is JSON-LD.
  ///
  /// INVARIANT: what once stood here keeps its meaning; it is signed with every statement.
  static let json: JSONValue = [
    .object(prefixes + dataTypes + evidence + proof)
  ]

  private static let prefixes: [JSONValue.Member] = [
    .init("dcat", "http://www.w3.org/ns/dcat#"),
    .init("dct", "http://purl.org/dc/terms/"),
    .init("dpv", "https://w3id.org/dpv#"),
    .init("eu-gdpr", "https://w3id.org/dpv/legal/eu/gdpr#"),
    .init("prov", "http://www.w3.org/ns/prov#"),
    .init("sec", "https://w3id.org/security#"),
    .init("spdx", "http://spdx.org/rdf/terms#"),
    .init("xsd", "http://www.w3.org/2001/XMLSchema#"),
  ]

  /// Properties whose values are not plain text.
  private static let dataTypes: [JSONValue.Member] = [
    typed("dcat:endDate", "xsd:dateTime"),
    typed("dcat:startDate", "xsd:dateTime"),
    typed("dct:conformsTo", "@id"),
    typed("dct:created", "xsd:dateTime"),
    typed("dpv:hasLegalBasis", "@id"),
    typed("dpv:hasProcessing", "@id"),
    typed("dpv:isIndicatedAtTime", "xsd:dateTime"),
    typed("dpv:isIndicatedBy", "@id"),
    typed("spdx:algorithm", "@id"),
    typed("spdx:checksumValue", "xsd:hexBinary"),
  ]

  private static let evidence: [JSONValue.Member] = [
    .init("event", "prov:wasGeneratedBy"),
    typed("extent", "@json", id: "dct:extent"),
    .init("kind", "dct:type"),
    typed("ledger", "@json", id: "dct:provenance"),
    .init("name", "dct:title"),
    .init("number", "dct:identifier"),
    .init("policy", "dpv:hasPolicy"),
    .init("purpose", "dct:subject"),
    typed("time", "xsd:dateTime", id: "prov:endedAtTime"),
    .init("vault", "dct:source"),
    .init("version", "dct:hasVersion"),
  ]

  private static let proof: [JSONValue.Member] = [
    .init("DataIntegrityProof", "sec:DataIntegrityProof"),
    typed("created", "xsd:dateTime", id: "dct:created"),
    .init("cryptosuite", "sec:cryptosuite"),
    typed("proof", "@id", id: "sec:proof"),
    typed("proofPurpose", "@vocab", id: "sec:proofPurpose"),
    .init("assertionMethod", "sec:assertionMethod"),
    typed("proofValue", "sec:multibase", id: "sec:proofValue"),
    .init("type", "@type"),
    typed("verificationMethod", "@id", id: "sec:verificationMethod"),
  ]

  private static func typed(_ term: String, _ type: String, id: String? = nil) -> JSONValue.Member {
    .init(term, ["@id": .text(id ?? term), "@type": .text(type)])
  }
}
