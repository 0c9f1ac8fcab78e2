"""Derives every key of a vault, by another implementation than the vault's own (Python's
`cryptography`), from the key file, the keyring and the rows: the formats are those of Architecture/Keys.md."""
import hashlib, hmac, os, struct

from cryptography.hazmat.primitives.ciphers.aead import AESGCM

# Kinds of names in the registry.
PURPOSE, CATEGORY, ORIGIN = 1, 2, 6


def lp(*fields):
    """A field is a length of two bytes and the bytes; numbers come packed, big-endian."""
    out = b""
    for field in fields:
        data = field.encode() if isinstance(field, str) else field
        out += struct.pack(">H", len(data)) + data
    return out


def info(label, *fields):
    return lp("cvault/v1/" + label, *fields)


def expand(key, context, size=32):
    """HKDF-Expand with SHA-256 (RFC 5869, section 2.3)."""
    out, block, count = b"", b"", 1
    while len(out) < size:
        block = hmac.new(key, block + context + bytes([count]), hashlib.sha256).digest()
        out, count = out + block, count + 1
    return out[:size]


def derive(key, context, size=32, salt=b""):
    """HKDF with SHA-256, extract and expand."""
    return expand(hmac.new(salt or bytes(32), key, hashlib.sha256).digest(), context, size)


def padded(count):
    """PADMÉ above 256 bytes, multiples of 32 below."""
    marked = count + 1
    if marked <= 256:
        return (marked + 31) // 32 * 32
    exponent = marked.bit_length() - 1
    mask = (1 << max(0, exponent - exponent.bit_length())) - 1
    return (marked + mask) & ~mask


def unpad(data):
    end = len(data.rstrip(b"\0")) - 1
    if end < 0 or data[end] != 0x80 or padded(end) != len(data):
        raise ValueError("not the one padding")
    return data[:end]


def opened(sealed, key, context, numbered=False):
    """Opens `01 | alg | number? | nonce 12 | ciphertext | tag`."""
    start = 6 if numbered else 2
    return AESGCM(key).decrypt(sealed[start:start + 12], sealed[start + 12:], context)


class Reader:
    def __init__(self, data):
        self.data, self.at = data, 0

    def take(self, count):
        self.at += count
        return self.data[self.at - count:self.at]

    def number(self, count):
        return int.from_bytes(self.take(count), "big")

    def prefixed(self):
        return self.take(self.number(2))


class Keyring:
    """One half of the keyring file."""

    def __init__(self, data):
        r = Reader(data)
        if r.take(8) != b"CVKEYRNG":
            raise ValueError("no keyring")
        self.version = r.number(2)
        r.take(2)
        self.vault, self.generation = r.take(16), r.number(8)
        self.slots = [r.prefixed() for _ in range(r.number(2))]
        self.wrap = [self.salted(r) for _ in range(r.number(2))]
        self.page = [self.salted(r) for _ in range(r.number(2))]

    def salted(self, r):
        """A generation: its number, state and salt. Of version 2 the root stands behind the number; these
        scripts read vaults whose root was never replaced."""
        number = r.number(4)
        if self.version > 1 and r.number(4) != 1:
            raise ValueError("the root key was replaced")
        return number, r.number(1), r.take(32)


def slot_payload(keyring, secret):
    """The slot key and the payload of the first slot that a key file's secret opens."""
    for slot in keyring.slots:
        r = Reader(slot)
        kind, number, log_n = r.number(1), r.number(4), r.number(1)
        salt, commitment = r.take(32), r.take(16)
        purposes = [r.prefixed() for _ in range(r.number(2))]
        attachment = r.prefixed() if keyring.version > 1 else b""
        sealed = r.prefixed()
        both = derive(secret, info("slot-key", keyring.vault, struct.pack(">I", number),
                                   bytes([kind])), 48, salt)
        if both[32:] != commitment:
            continue
        context = info("slot", keyring.vault, bytes([kind]), struct.pack(">I", number),
                       bytes([log_n]), salt, struct.pack(">H", len(purposes)), *purposes,
                       *([attachment] if attachment else []))
        return both[:32], opened(sealed, both[:32], context)
    raise ValueError("no slot opens")


def extracted(key, salt=b""):
    """HKDF's pseudorandom key, which is as good as the key."""
    return hmac.new(salt or bytes(32), key, hashlib.sha256).digest()


def opened_ring(directory, key_file):
    """The newer half of the keyring, the key file's secret, the key of its slot, and VRK."""
    with open(key_file) as file:
        secret = bytes.fromhex(file.read().split()[1])
    with open(os.path.join(directory, "keyring"), "rb") as file:
        halves = [Keyring(file.read(65536)) for _ in range(2)]
    keyring = max(halves, key=lambda half: half.generation)
    return keyring, secret, *slot_payload(keyring, secret)


def of_vault(directory, key_file, database):
    """Every key by its name: those that a process with the owner's key may hold. `database` is a connection
    to the unsealed database; the keys of the pages are those of pages.py."""
    keyring, secret, slot, root = opened_ring(directory, key_file)
    vault = keyring.vault
    keys = {"key file": secret, "slot key": slot, "VRK": root}
    for name, label in (("K_tag", "tag-key"), ("K_state", "state-key"), ("K_log", "log-key"),
                        ("K_anchor", "anchor-key"), ("K_page root", "page-key"),
                        ("K_ring", "ring-key"), ("signature seed", "signature-seed")):
        keys[name] = derive(root, info(label, vault))
    keys["K_policy"] = expand(keys["K_state"], info("policy-key", vault))
    keys["PRK of VRK"] = extracted(root)
    for number, _, salt in keyring.wrap:
        keys[f"K_wrap {number}"] = derive(
            root, info("wrap-key", vault, struct.pack(">I", number)), 32, salt)
        keys[f"PRK of K_wrap {number}"] = extracted(root, salt)
    keys["private key of K_log"] = expand(keys["K_log"], info("private-key"))
    names = {number: name for number, name in database.execute(
        "SELECT number, name FROM registry WHERE kind=?", (CATEGORY,))}
    purposes = [row[0] for row in database.execute(
        "SELECT name FROM registry WHERE kind=?", (PURPOSE,))]
    for purpose in purposes:
        rk = derive(root, info("purpose-key", vault) + lp(purpose))
        keys[f"RK_p {purpose}"] = rk
        keys[f"K_env {purpose}"] = derive(rk, info("envelope-key", vault))
    rows = database.execute("SELECT tag, subject, wrapped, identity, state FROM subject")
    for index, (tag, subject, wrapped, identity, state) in enumerate(rows.fetchall()):
        record = unpad(opened(state, keys["K_state"], info("state", vault, tag, subject)))
        if record[26] == 1:
            keys[f"LS {index}"] = record[27:59]
            keys[f"private key of LS {index}"] = expand(record[27:59], info("private-key"))
        if wrapped is None:
            continue
        generation = struct.unpack(">I", wrapped[2:6])[0]
        sk = opened(wrapped, keys[f"K_wrap {generation}"],
                    info("wrap", "subject", vault, subject, struct.pack(">I", generation)),
                    numbered=True)
        keys[f"SK {index}"] = sk
        keys[f"identity key {index}"] = expand(
            sk, info("subject-record-key", vault, subject, "identity"))
        for number, name in sorted(names.items()):
            epochs = {0} | {struct.unpack(">I", row[0][2:6])[0] for row in database.execute(
                "SELECT sealed FROM value WHERE subject=? AND category=?", (subject, number))}
            for epoch in epochs:
                keys[f"CK {index} {name} {epoch}"] = expand(
                    sk, info("category-key", vault, subject, name, struct.pack(">I", epoch)))
        values = database.execute(
            "SELECT category, key, version, origin, collected, sealed FROM value "
            "WHERE subject=?", (subject,)).fetchall()
        origins = dict(database.execute(
            "SELECT number, name FROM registry WHERE kind=?", (ORIGIN,)))
        for category, key, version, origin, collected, sealed in values:
            epoch = struct.unpack(">I", sealed[2:6])[0]
            # Proves the derivation: a wrong key would not open the value.
            opened(sealed, keys[f"CK {index} {names[category]} {epoch}"],
                   info("value", vault, subject, names[category], key, origins[origin],
                        struct.pack(">Q", collected), struct.pack(">I", version)),
                   numbered=True)
    return keys
