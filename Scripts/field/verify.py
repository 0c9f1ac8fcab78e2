#!/usr/bin/env python3
"""Verifies what a vault signs, without the vault and without a line of its code: from the public
specifications alone, with `cryptography` for Ed25519 and nothing else beside the standard library.

Signed notes, checkpoints, cosignatures and proofs: C2SP signed-note, tlog-checkpoint, tlog-cosignature,
tlog-proof, tlog-witness (github.com/C2SP/C2SP). Trees: RFC 6962, RFC 9162. Signatures: RFC 8032.
Receipts and erasure certificates: RFC 8785, W3C Data Integrity with the cryptosuite eddsa-jcs-2022, did:key,
base58btc; what their leaf says is read by the layout in Sources/VaultLedger/Leaf/Leaf.swift.

    verify.py checkpoint FILE --key VKEY [--key VKEY]
    verify.py inclusion FILE --key VKEY
    verify.py consistency FILE --old CHECKPOINT --key VKEY
    verify.py statement FILE --key VKEY
    verify.py policy FILE.sig --key VKEY --compiled POLICY.json [--notices DIR]

Exit 0 and one line that says what holds, or 1 and one that says what does not."""
import argparse, base64, binascii, hashlib, json, os, re, sys
from collections import namedtuple
from datetime import datetime, timedelta

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

ED25519, COSIGNATURE = 1, 4
LONGEST_NOTE, MOST_SIGNATURES, MOST_HASHES = 1 << 20, 16, 63

Key = namedtuple("Key", "name id algorithm public")
Note = namedtuple("Note", "text signatures")
Signature = namedtuple("Signature", "name id signature")
Checkpoint = namedtuple("Checkpoint", "origin size root")
Inclusion = namedtuple("Inclusion", "extra index hashes note")
Consistency = namedtuple("Consistency", "old hashes note")


class Refused(Exception):
    """Something does not hold; the text says what."""


def require(condition, reason):
    if not condition:
        raise Refused(reason)


# Text

def decode64(text):
    """Standard base64 (RFC 4648, section 4), canonical: encoding again must give the same text."""
    try:
        data = base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError):
        raise Refused("not base64")
    require(base64.b64encode(data).decode() == text, "not canonical base64")
    return data


def digest64(text):
    data = decode64(text)
    require(len(data) == 32, "a hash has 32 bytes")
    return data


def decimal(text):
    require(re.fullmatch(r"0|[1-9][0-9]*", text, re.ASCII) and int(text) < 1 << 63, "not a number")
    return int(text)


def is_name(text):
    return text != "" and "+" not in text and not any(c.isspace() for c in text)


def utf8(data):
    try:
        return data.decode("utf-8", errors="strict")
    except UnicodeDecodeError:
        raise Refused("not UTF-8")


# Notes

def parse_key(text):
    """`name+key id+base64(algorithm || public key)` (signed-note)."""
    parts = text.split("+", 2)
    require(len(parts) == 3 and is_name(parts[0]), "not a verifier key")
    data = decode64(parts[2])
    require(len(data) == 33 and data[0] in (ED25519, COSIGNATURE), "not an Ed25519 key")
    key_id = hashlib.sha256(parts[0].encode() + b"\n" + data).digest()[:4]
    require(parts[1] == key_id.hex(), "the key id is not the key's")
    return Key(parts[0], key_id, data[0], data[1:])


def parse_note(data):
    """The text, an empty line, signature lines."""
    require(len(data) <= LONGEST_NOTE, "the note is too long")
    text = utf8(data)
    require(all(c == "\n" or ord(c) >= 0x20 and ord(c) != 0x7F for c in text), "a control character")
    require("\n\n" in text and text.endswith("\n"), "not a signed note")
    body, _, tail = text.rpartition("\n\n")
    lines = tail.split("\n")[:-1]
    require(0 < len(lines) <= MOST_SIGNATURES, "no signature, or too many")
    signatures = []
    for line in lines:
        parts = line.split(" ")
        require(len(parts) == 3 and parts[0] == "\u2014" and is_name(parts[1]), "not a signature line")
        value = decode64(parts[2])
        require(len(value) > 4, "a signature is cut short")
        signatures.append(Signature(parts[1], value[:4], value[4:]))
    return Note(body + "\n", signatures)


def ed25519(public, signature, message):
    try:
        Ed25519PublicKey.from_public_bytes(public).verify(signature, message)
    except (InvalidSignature, ValueError):
        raise Refused("a signature does not hold")


def signers(note, keys):
    """The keys that signed; every signature that names one of them must hold."""
    found = []
    for signature in note.signatures:
        for key in keys:
            if (key.name, key.id) != (signature.name, signature.id):
                continue
            require(key not in found, "one key has signed twice")
            if key.algorithm == ED25519:
                ed25519(key.public, signature.signature, note.text.encode())
            else:
                require(len(signature.signature) == 72, "not a cosignature")
                time = int.from_bytes(signature.signature[:8], "big")
                message = f"cosignature/v1\ntime {time}\n{note.text}"
                ed25519(key.public, signature.signature[8:], message.encode())
            found.append(key)
    require(found, "no signature is by a key that is trusted")
    return found


def parse_checkpoint(text):
    """Origin, size and root; extension lines are refused."""
    lines = text.split("\n")
    require(len(lines) == 4 and lines[3] == "" and is_name(lines[0]), "not a checkpoint")
    return Checkpoint(lines[0], decimal(lines[1]), digest64(lines[2]))


def verify_checkpoint(note, keys):
    """The checkpoint in a note that a key of its own log signed."""
    checkpoint = parse_checkpoint(note.text)
    require(any(key.algorithm == ED25519 and key.name == checkpoint.origin
                for key in signers(note, keys)), "the log's own key has not signed")
    return checkpoint


# Policies

def verify_policy(note, keys, compiled, notices):
    """The signature of a policy over its canonical form and the texts of its notices, each under its file's
    name without `.md`."""
    signers(note, keys)
    lines = note.text.split("\n")
    require(len(lines) > 4 and lines[0] == "cvault/v1/signed-policy" and lines[-1] == "",
            "not the signature of a policy")
    policy = json.loads(compiled)
    said = [f"policy {policy['policy']}", f"version {policy['version']}", f"digest {sha256(compiled)}"]
    said += [f"notice {name} {sha256(notices[name])}" for name in sorted(notices)]
    for expected, found in zip(said, lines[1:]):
        require(expected == found, f"another {expected.split(' ')[0]} was signed")
    require(len(said) == len(lines) - 2, "other notices were signed")
    return policy


def verify_endorsement(note, old, new):
    """The word of a policy key that another may take its place."""
    require(note.text == f"cvault/v1/policy-key\nfrom {old}\nto {new}\n", "not this endorsement")
    signers(note, [parse_key(old)])


def sha256(data):
    return "sha256:" + hashlib.sha256(data).hexdigest()


# Trees

def leaf_hash(leaf):
    return hashlib.sha256(b"\x00" + leaf).digest()


def node_hash(left, right):
    return hashlib.sha256(b"\x01" + left + right).digest()


def verify_inclusion(leaf, index, size, root, hashes):
    """RFC 9162, section 2.1.3.2; `leaf` is the hash of the leaf."""
    require(index < size, "the tree is too small for the leaf")
    node, last, result = index, size - 1, leaf
    for sibling in hashes:
        require(last > 0, "the proof is too long")
        if node & 1 or node == last:
            result = node_hash(sibling, result)
            while not node & 1 and node:
                node, last = node >> 1, last >> 1
        else:
            result = node_hash(result, sibling)
        node, last = node >> 1, last >> 1
    require(last == 0 and result == root, "the proof does not lead to the root")


def verify_consistency(old_size, old_root, new_size, new_root, hashes):
    """RFC 9162, section 2.1.4.2."""
    require(old_size <= new_size, "the newer tree is smaller")
    if old_size == 0:
        require(not hashes and old_root == hashlib.sha256(b"").digest(), "not the empty tree")
        return
    if old_size == new_size:
        require(not hashes and old_root == new_root, "two trees of one size")
        return
    path = ([old_root] if old_size & (old_size - 1) == 0 else []) + hashes
    require(path, "the proof is empty")
    node, last = old_size - 1, new_size - 1
    while node & 1:
        node, last = node >> 1, last >> 1
    old = new = path[0]
    for value in path[1:]:
        require(last > 0, "the proof is too long")
        if node & 1 or node == last:
            old, new = node_hash(value, old), node_hash(value, new)
            while not node & 1 and node:
                node, last = node >> 1, last >> 1
        else:
            new = node_hash(new, value)
        node, last = node >> 1, last >> 1
    require(last == 0 and old == old_root and new == new_root,
            "the newer tree does not go on from the older one")


# Proofs

def split_proof(data):
    """The lines before the first empty one, and the note behind it."""
    head, separator, note = data.partition(b"\n\n")
    require(separator, "not a proof")
    return utf8(head).split("\n"), parse_note(note)


def proof_hashes(lines):
    require(len(lines) <= MOST_HASHES, "too many hashes")
    return [digest64(line) for line in lines]


def parse_inclusion(data):
    """A `.tlog-proof` file."""
    lines, note = split_proof(data)
    require(lines.pop(0) == "c2sp.org/tlog-proof@v1", "not a proof of this version")
    extra = None
    if lines and lines[0].startswith("extra "):
        extra = decode64(lines.pop(0)[6:])
    require(lines and lines[0].startswith("index "), "the index is missing")
    index = decimal(lines.pop(0)[6:])
    return Inclusion(extra, index, proof_hashes(lines), note)


def verify_inclusion_proof(data, keys, leaf=None):
    """The checkpoint and the leaf that a `.tlog-proof` file shows to be in the log; a vault puts the
    leaf into the line of extra data."""
    proof = parse_inclusion(data)
    checkpoint = verify_checkpoint(proof.note, keys)
    leaf = proof.extra if leaf is None else leaf
    require(leaf is not None, "the leaf is not in the proof")
    verify_inclusion(leaf_hash(leaf), proof.index, checkpoint.size, checkpoint.root, proof.hashes)
    return checkpoint, leaf


def parse_consistency(data):
    """What a tlog-witness takes: `old <size>`, hashes, an empty line, the newer checkpoint."""
    lines, note = split_proof(data)
    require(lines[0].startswith("old "), "the older size is missing")
    return Consistency(decimal(lines[0][4:]), proof_hashes(lines[1:]), note)


def verify_consistency_proof(data, old, keys):
    """The newer checkpoint, which goes on from the older one."""
    proof = parse_consistency(data)
    new = verify_checkpoint(proof.note, keys)
    require(new.origin == old.origin, "two logs")
    require(proof.old == old.size, "the proof is from another size")
    verify_consistency(old.size, old.root, new.size, new.root, proof.hashes)
    return new


# Canonical JSON (RFC 8785), of strings, whole numbers, booleans, lists and objects

LONGEST_STATEMENT, LARGEST_NUMBER = 1 << 20, 1 << 53


def canonical(value):
    """The one text of a value; keys in the order of their UTF-16 code units."""
    if isinstance(value, dict):
        members = sorted(value.items(), key=lambda member: member[0].encode("utf-16-be"))
        return "{" + ",".join(f"{canonical(k)}:{canonical(v)}" for k, v in members) + "}"
    if isinstance(value, list):
        return "[" + ",".join(map(canonical, value)) + "]"
    require(isinstance(value, (str, int)), "a kind of value that nobody signs")
    # The escapes of Python are those of section 3.2.2.2.
    return json.dumps(value, ensure_ascii=False)


def once(pairs):
    require(len({key for key, _ in pairs}) == len(pairs), "a key stands there twice")
    return dict(pairs)


def whole(text):
    require(abs(int(text)) < LARGEST_NUMBER, "a number that readers disagree about")
    return int(text)


def parse_canonical(data):
    """A value from its canonical text, and from no other."""
    text = utf8(data)
    try:
        value = json.loads(text, object_pairs_hook=once, parse_int=whole)
        again = canonical(value)
    except (ValueError, RecursionError):
        raise Refused("not JSON")
    require(again == text, "not canonical JSON")
    return value


# Data Integrity proofs, eddsa-jcs-2022

BASE58 = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz"


def encode58(data):
    number, text = int.from_bytes(data, "big"), ""
    while number:
        number, digit = divmod(number, 58)
        text = BASE58[digit] + text
    return "1" * (len(data) - len(data.lstrip(b"\0"))) + text


def decode58(text, size):
    """The bytes behind a multibase text of base58btc, in its one spelling."""
    require(text[:1] == "z" and len(text) <= 2 * size and all(c in BASE58 for c in text[1:]),
            "not base58btc")
    number = 0
    for digit in text[1:]:
        number = number * 58 + BASE58.index(digit)
    require(number < 1 << 8 * size, "not base58btc of that size")
    data = number.to_bytes(size, "big")
    require("z" + encode58(data) == text, "not base58btc of that size")
    return data


def did_key(method):
    """The Ed25519 key in the URL of a did:key's verification method."""
    name, separator, fragment = method.partition("#")
    require(separator and name == f"did:key:{fragment}", "not a did:key")
    data = decode58(fragment, 34)
    require(data[:2] == b"\xed\x01", "not an Ed25519 key")
    return data[2:]


def verify_data_integrity(secured):
    """The document without its proof, and the key that signed."""
    document = dict(secured)
    options = document.pop("proof", None)
    require(isinstance(options, dict), "there is no proof")
    options = dict(options)
    value = options.pop("proofValue", "")
    expected = {"type": "DataIntegrityProof", "cryptosuite": "eddsa-jcs-2022",
                "proofPurpose": "assertionMethod", "created": options.get("created"),
                "verificationMethod": options.get("verificationMethod")}
    if "@context" in document:
        expected["@context"] = document["@context"]
    require(options == expected and isinstance(value, str), "not a proof of this suite")
    public = did_key(str(options["verificationMethod"]))
    message = b"".join(hashlib.sha256(canonical(part).encode()).digest()
                       for part in (options, document))
    ed25519(public, decode58(value, 64), message)
    return document, public


# Receipts and certificates

LEAF_EVENTS = {1: "requested", 2: "given", 3: "renewed", 4: "refused", 5: "withdrawn", 6: "revoked",
               7: "expired", 8: "invalidated", 9: "opened", 10: "closed", 16: "erased", 19: "expired"}
KIND_EVENTS = {
    "consent-receipt": {"requested", "given", "renewed", "refused", "withdrawn", "revoked",
                        "expired", "invalidated"},
    "ground-receipt": {"opened", "closed", "expired"},
    "kantara-receipt": {"given", "renewed"},
    "erasure-certificate": {"erased"}}
Statement = namedtuple("Statement", "kind origin event leaf document")


def parse_leaf(data):
    """The clear fields of a leaf: event, milliseconds since 1970, policy's number, purpose."""
    require(len(data) >= 46 and data[0] == 1 and data[1] in LEAF_EVENTS, "not a leaf of a statement")
    number = lambda start, size: int.from_bytes(data[start:start + size], "big")
    fields, at = [], 40
    for _ in ("actor", "purpose", "private part"):
        size = number(at, 2)
        fields.append(data[at + 2:at + 2 + size])
        at += 2 + size
    require(at == len(data), "a leaf is cut short")
    return LEAF_EVENTS[data[1]], number(4, 8), number(36, 4), utf8(fields[1])


def rfc3339(milliseconds):
    """As a vault writes times: UTC, milliseconds only if there are any."""
    seconds, rest = divmod(milliseconds, 1000)
    moment = datetime(1970, 1, 1) + timedelta(seconds=seconds)
    return moment.strftime("%Y-%m-%dT%H:%M:%S") + (f".{rest:03}" if rest else "") + "Z"


def verify_event(event, leaf):
    """What a statement says of its leaf is what the leaf says; gives the kind of event and the purpose."""
    kind, time, policy, purpose = parse_leaf(leaf)
    told = (event["kind"], event["time"], event["policy"]["number"], event.get("purpose", ""))
    require(told == (kind, rfc3339(time), policy, purpose), "the leaf says something else")
    return kind, purpose


def verify_statement(data, keys):
    """A receipt or certificate; `keys` are those of the log."""
    require(len(data) <= LONGEST_STATEMENT and data[-1:] == b"\n", "not a statement")
    secured = parse_canonical(data[:-1])
    require(isinstance(secured, dict), "not a statement")
    document, public = verify_data_integrity(secured)
    signer = [key for key in keys if key.algorithm == ED25519 and key.public == public]
    require(signer, "not signed by a key that is trusted")
    try:
        ledger, event = document["ledger"], document["event"]
        require(set(ledger) == {"leaf", "index", "inclusion", "checkpoint"}, "not a place in a ledger")
        leaf = decode64(ledger["leaf"])
        checkpoint = verify_checkpoint(parse_note(ledger["checkpoint"].encode()), signer)
        verify_inclusion(leaf_hash(leaf), ledger["index"], checkpoint.size, checkpoint.root,
                         proof_hashes(ledger["inclusion"]))
        happened, purpose = verify_event(event, leaf)
        kantara = document.get("version") == "KI-CR-v1.1.0"
        kind = "kantara-receipt" if kantara else document["kind"]
        require(happened in KIND_EVENTS[kind], "no statement of that kind is made of such a leaf")
        require(document["vault"] == checkpoint.origin, "another vault's ledger")
        if kind in ("consent-receipt", "ground-receipt"):
            record = document["dpv:hasRecordOfActivity"]["dpv:hasProcess"]["dpv:hasPurpose"]
            named = record["dct:identifier"]
            require(purpose in ("", "*") or f"{named}.".startswith(f"{purpose}."),
                    "the leaf is about another purpose")
    except (KeyError, TypeError, AttributeError):
        raise Refused("not a statement")
    return Statement(kind, checkpoint.origin, happened, ledger["index"], document)


# The command line

def read(path):
    with open(path, "rb") as file:
        return file.read(4 << 20)


def check_checkpoint(options, keys):
    checkpoint = verify_checkpoint(parse_note(read(options.file)), keys)
    return f"{checkpoint.origin} had {checkpoint.size} leaves"


def check_inclusion(options, keys):
    checkpoint, leaf = verify_inclusion_proof(read(options.file), keys)
    return f"{checkpoint.origin} has the leaf of {len(leaf)} bytes"


def check_consistency(options, keys):
    old = verify_checkpoint(parse_note(read(options.old)), keys)
    new = verify_consistency_proof(read(options.file), old, keys)
    return f"{new.origin} grew from {old.size} to {new.size} leaves"


def check_statement(options, keys):
    found = verify_statement(read(options.file), keys)
    return f"{found.kind} of leaf {found.leaf} of {found.origin}: {found.event}"


def check_policy(options, keys):
    notices = {name.removesuffix(".md"): read(os.path.join(options.notices, name))
               for name in (os.listdir(options.notices) if options.notices else [])
               if not name.startswith(".")}
    policy = verify_policy(parse_note(read(options.file)), keys, read(options.compiled), notices)
    return f"{policy['policy']} {policy['version']} with {len(notices)} notices"


def main(words):
    parser = argparse.ArgumentParser(description="Verifies what a vault signs, without the vault.")
    kinds = parser.add_subparsers(required=True)
    for name, check in [("checkpoint", check_checkpoint), ("inclusion", check_inclusion),
                        ("consistency", check_consistency), ("statement", check_statement),
                        ("policy", check_policy)]:
        kind = kinds.add_parser(name)
        kind.add_argument("file")
        kind.add_argument("--key", action="append", required=True, metavar="VKEY")
        if name == "consistency":
            kind.add_argument("--old", required=True, metavar="CHECKPOINT")
        if name == "policy":
            kind.add_argument("--compiled", required=True, metavar="POLICY.json")
            kind.add_argument("--notices", metavar="DIR")
        kind.set_defaults(check=check)
    options = parser.parse_args(words)
    try:
        print("holds:", options.check(options, [parse_key(key) for key in options.key]))
    except (Refused, OSError) as error:
        print("refused:", error)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
