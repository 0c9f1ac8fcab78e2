"""Reads signed statements as JSON-LD with two parsers of others: rdflib and pyld (Debian: python3-rdflib,
python3-pyld). Nothing is fetched."""
import json

import rdflib
from pyld import jsonld
from rdflib.compare import isomorphic
from rdflib.namespace import RDF

DPV = rdflib.Namespace("https://w3id.org/dpv#")
GDPR = rdflib.Namespace("https://w3id.org/dpv/legal/eu/gdpr#")
DCT = rdflib.Namespace("http://purl.org/dc/terms/")
PROV = rdflib.Namespace("http://www.w3.org/ns/prov#")
SEC = rdflib.Namespace("https://w3id.org/security#")
SPDX = rdflib.Namespace("http://spdx.org/rdf/terms#")
DCAT = rdflib.Namespace("http://www.w3.org/ns/dcat#")
VOCABULARIES = (DPV, GDPR, DCT, PROV, SEC, SPDX, DCAT, RDF)

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


def graphs(text):
    """The statement as each of the two parsers reads it; the proof's own graph with the rest."""
    document = json.loads(text)
    one = rdflib.Graph().parse(data=text, format="json-ld")
    two = rdflib.Graph().parse(
        data=jsonld.to_rdf(document, {"format": "application/n-quads"}), format="nt")
    return one, two


def dropped(value, path=""):
    """The keys of a statement for which its context has no meaning."""
    expanded = json.dumps(jsonld.expand(value))
    lost = []

    def walk(node, path):
        if isinstance(node, list):
            for item in node:
                walk(item, path)
        elif isinstance(node, dict):
            for key, inner in node.items():
                if key.startswith("@") or key == "ledger":
                    continue
                if not jsonld.expand({"@context": value["@context"], key: "x"}):
                    lost.append(f"{path}/{key}")
                walk(inner, f"{path}/{key}")

    walk({key: inner for key, inner in value.items() if key != "@context"}, path)
    return lost, expanded


def faults(text):
    """What is wrong with a statement as linked data."""
    one, two = graphs(text)
    found = []
    if not isomorphic(one, two):
        found.append("the two parsers read two graphs")
    lost, _ = dropped(json.loads(text))
    found += [f"the context has no term {key}" for key in lost]
    for triple in one:
        for name in (triple[1], triple[2]) if triple[1] == RDF.type else (triple[1],):
            if not isinstance(name, rdflib.URIRef) or not name.startswith(VOCABULARIES):
                found.append(f"a term of no vocabulary: {name}")
        for name in triple:
            if name.startswith((DPV, GDPR)) and name not in TERMS:
                found.append(f"DPV 2.3 has no {name}")
    return one, found


def of(graph, subject, *path):
    """What a path of properties leads to."""
    found = [subject]
    for step in path:
        found = [inner for node in found for inner in graph.objects(node, step)]
    return {str(node) for node in found}
