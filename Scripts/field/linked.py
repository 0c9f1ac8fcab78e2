"""Reads signed statements as JSON-LD with two parsers of others: rdflib and pyld (Debian: python3-rdflib,
python3-pyld). Nothing is fetched."""
import json

import rdflib
from pyld import jsonld
from rdflib.compare import isomorphic
from rdflib.namespace import RDF, XSD

DPV = rdflib.Namespace("https://w3id.org/dpv#")
GDPR = rdflib.Namespace("https://w3id.org/dpv/legal/eu/gdpr#")
DCT = rdflib.Namespace("http://purl.org/dc/terms/")
PROV = rdflib.Namespace("http://www.w3.org/ns/prov#")
SEC = rdflib.Namespace("https://w3id.org/security#")
SPDX = rdflib.Namespace("http://spdx.org/rdf/terms#")
DCAT = rdflib.Namespace("http://www.w3.org/ns/dcat#")
VOCABULARIES = tuple(map(str, (DPV, GDPR, DCT, PROV, SEC, SPDX, DCAT, RDF)))

# What a statement may use of DPV 2.3 and its GDPR extension; their files are 2.3/dpv/dpv.ttl and
# 2.3/legal/eu/gdpr/eu-gdpr.ttl of github.com/w3c/dpv.
TERMS = {DPV[name] for name in """
    ActivityCompleted ActivityProposed Authority Combine ConsentExpired ConsentGiven ConsentInvalidated
    ConsentNotice ConsentReceipt ConsentRecord ConsentRefused ConsentRequestDeferred ConsentRequested
    ConsentRevoked ConsentUnknown ConsentWithdrawn Context DataController DataProcessingRecord
    DataProcessor DataSource DataSubject DataSubjectRight Erase ExplicitlyExpressedConsent
    ExpressedConsent GuardianOfDataSubject PersonalData Process Profiling Purpose Recipient
    RenewedConsentGiven Representative Share TechnicalMeasure ThirdParty UntilTimeDuration Use
    WithdrawConsent hasActivityStatus hasConsentControl hasConsentStatus hasContact hasContext
    hasDataController hasDataSource hasDataSubject hasDuration hasIndicationMethod hasLegalBasis hasName
    hasNotice hasPersonalData hasPolicy hasProcess hasProcessing hasPurpose hasRecipient
    hasRecordOfActivity hasRight hasTechnicalMeasure isExercisedAt isIndicatedAtTime isIndicatedBy
    """.split()} | {GDPR[name] for name in """
    A15 A16 A17 A18 A19 A20 A21 A6-1-a A6-1-b A6-1-c A6-1-d A6-1-f A7-3 A77""".split()}


def refuse(url, _):
    raise jsonld.JsonLdError(f"something asks for {url}", "no network")


jsonld.set_document_loader(refuse)
# Times stay as they are written.
rdflib.NORMALIZE_LITERALS = False


def term(node):
    """A term of pyld's as one of rdflib's."""
    if node["type"] == "IRI":
        return rdflib.URIRef(node["value"])
    if node["type"] == "blank node":
        return rdflib.BNode(node["value"][2:])
    # A text of no language is a text to rdflib, and one of xsd:string to pyld: the same (RDF 1.1).
    plain = node.get("language") or node["datatype"] == str(XSD.string)
    return rdflib.Literal(node["value"], lang=node.get("language"),
                          datatype=None if plain else node["datatype"])


def graphs(text):
    """The statement as each of the two parsers reads it."""
    one, two = rdflib.Graph().parse(data=text, format="json-ld"), rdflib.Graph()
    # Not by way of N-Quads: pyld 2.0.3 escapes a line feed in a JSON literal once more.
    for triple in jsonld.to_rdf(json.loads(text))["@default"]:
        two.add(tuple(term(triple[part]) for part in ("subject", "predicate", "object")))
    return one, two


def meaningless(statement):
    """The keys for which the statement's context has no meaning."""
    known = {}
    # What is one JSON literal has no terms inside.
    literals = {key for key, meaning in statement["@context"][0].items()
                if isinstance(meaning, dict) and meaning.get("@type") == "@json"}

    def means(key):
        if key not in known:
            probe = {"@context": statement["@context"], "@id": "urn:x", key: ["urn:y"]}
            known[key] = key.startswith("@") or jsonld.expand(probe) != []
        return known[key]

    def keys(node):
        if isinstance(node, list):
            for item in node:
                yield from keys(item)
        elif isinstance(node, dict):
            for key, inner in node.items():
                yield key
                if key not in literals and key != "@context":
                    yield from keys(inner)

    return {key for key in keys(statement) if not means(key)}


def faults(text):
    """What is wrong with a statement as linked data, behind its graph."""
    one, two = graphs(text)
    found = []
    if not isomorphic(one, two):
        found.append("the two parsers read two graphs")
    found += [f"the context has no term {key}" for key in meaningless(json.loads(text))]
    for triple in one:
        for name in (triple[1], triple[2]) if triple[1] == RDF.type else (triple[1],):
            if not str(name).startswith(VOCABULARIES):
                found.append(f"a term of no vocabulary: {name}")
        for name in triple:
            if str(name).startswith((str(DPV), str(GDPR))) and name not in TERMS:
                found.append(f"DPV 2.3 has no {name}")
    return one, found


def of(graph, subject, *path):
    """What a path of properties leads to."""
    found = [subject]
    for step in path:
        found = [inner for node in found for inner in graph.objects(node, step)]
    return {str(node) for node in found}
