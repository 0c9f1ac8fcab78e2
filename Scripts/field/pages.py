"""Opens and seals the pages of a vault's database, by another implementation than the vault's own (Python's
`cryptography`): the layout is the one that heads Sources/CSealedVFS/page.c and log.c.

Every page of the database and of its write-ahead log is authenticated; what does not fit is Refused. A log
comes back as the plain log that SQLite would have written, so that SQLite itself checks its checksums."""
import contextlib, os, sqlite3, struct, tempfile

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

import keys

PAGE, RESERVED, FORMAT = 4096, 64, 1
# Where the parts of a page end: what SQLite stores, the pad, the clear bytes, the nonce.
CONTENT, SEALED, CLEAR, NONCE = 4032, 4048, 4056, 4080
MAGIC = b"SQLite format 3\0"
LOG_HEADER, FRAME_HEADER = 32, 24
FRAME = FRAME_HEADER + PAGE
# The page with the byte that processes lock; it holds nothing.
LOCK_PAGE = (1 << 30) // PAGE + 1
CURRENT = 1  # state of a generation in the keyring


class Refused(Exception):
    """A page or a frame is not what its seal says."""


class XAES:
    """XAES-256-GCM (c2sp.org/XAES-256-GCM), with a second output of its key derivation, the pad."""

    def __init__(self, key):
        self.key = key
        zero = int.from_bytes(self.blocks(bytes(16)), "big")
        # The first subkey of CMAC: doubling in GF(2^128).
        doubled = zero << 1 ^ (0x87 if zero >> 127 else 0)
        self.subkey = (doubled & (1 << 128) - 1).to_bytes(16, "big")

    def blocks(self, data):
        return Cipher(algorithms.AES(self.key), modes.ECB()).encryptor().update(data)

    def derived(self, nonce, label=b"X", count=2):
        masked = b""
        for counter in range(1, count + 1):
            block = bytes([0, counter]) + label + b"\0" + nonce[:12]
            masked += bytes(a ^ b for a, b in zip(block, self.subkey))
        return self.blocks(masked)

    def seal(self, nonce, plain, context):
        """The ciphertext and the tag of 16 bytes."""
        return AESGCM(self.derived(nonce)).encrypt(nonce[12:], plain, context)

    def open(self, nonce, sealed, context):
        return AESGCM(self.derived(nonce)).decrypt(nonce[12:], sealed, context)


class Keys:
    """The keys of the pages, from the one that every slot of the keyring holds."""

    def __init__(self, root, keyring):
        vault, self.root, self.secrets = keyring.vault, root, {}
        self.epochs, self.current = {}, None
        for number, state, salt in keyring.page:
            packed = struct.pack(">I", number)
            key = keys.derive(root, keys.info("page-epoch-key", vault, packed), 32, salt)
            self.epochs[number] = XAES(key)
            self.secrets[f"K_page {number}"] = key
            self.secrets[f"subkey of K_page {number}"] = self.epochs[number].subkey
            self.secrets[f"PRK of K_page {number}"] = keys.extracted(root, salt)
            if state == CURRENT:
                self.current = number
        block = keys.derive(root, keys.info("frame-block-key", vault))
        tweak = keys.derive(root, keys.info("frame-tweak-key", vault))
        self.secrets |= {"frame block key": block, "frame tweak key": tweak,
                         "PRK of K_page root": keys.extracted(root)}
        self.frame = block + tweak

    @classmethod
    def of_vault(cls, directory, key_file):
        ring, _, _, root = keys.opened_ring(directory, key_file)
        return cls(keys.derive(root, keys.info("page-key", ring.vault)), ring)

    @classmethod
    def of_part(cls, salt, directory, key_file):
        """Those of one part of a backup, by the salt in its manifest and a keyring in a directory."""
        ring, _, _, root = keys.opened_ring(directory, key_file)
        part = cls.__new__(cls)
        top = keys.derive(root, keys.info("page-key", ring.vault))
        part.epochs = {1: XAES(keys.derive(top, keys.info("backup-page-key", ring.vault), 32, salt))}
        part.current = 1
        return part

    # --- pages

    def opened(self, sealed):
        """What a page's seal says of it: the epoch's cipher, the clear bytes, the nonce, what is sealed."""
        if len(sealed) != PAGE:
            raise Refused("less than a page")
        clear = sealed[SEALED:CLEAR]
        form, epoch, zero = struct.unpack(">HIH", clear)
        if form != FORMAT or zero != 0 or epoch not in self.epochs:
            raise Refused("a page of no known format or epoch")
        return self.epochs[epoch], clear, sealed[CLEAR:NONCE]

    def open_page(self, database, number, sealed):
        """A page as SQLite had it: its pad is still there, the bytes behind are zero."""
        cipher, clear, nonce = self.opened(sealed)
        start = len(database) if number == 1 else 0
        if sealed[:start] != database[:start]:
            raise Refused("page 1 of another database")
        try:
            plain = cipher.open(nonce, sealed[start:SEALED] + sealed[NONCE:],
                                database + struct.pack(">I", number) + clear)
        except InvalidTag:
            raise Refused(f"page {number} does not fit its tag") from None
        return MAGIC[:start] + plain + bytes(PAGE - SEALED)

    def seal_page(self, database, number, plain):
        """Seals a page under a new nonce and a new pad."""
        clear, nonce = struct.pack(">HIH", FORMAT, self.current, 0), os.urandom(24)
        start = len(database) if number == 1 else 0
        sealed = self.epochs[self.current].seal(
            nonce, plain[start:CONTENT] + os.urandom(SEALED - CONTENT),
            database + struct.pack(">I", number) + clear)
        return database[:start] + sealed[:-16] + clear + nonce + sealed[-16:]

    # --- the log

    def frame_header(self, at, header):
        """A frame's header in clear, from where it lies."""
        cipher = Cipher(algorithms.AES(self.frame), modes.XTS(struct.pack(">Q", at) + header[:8]))
        return header[:8] + cipher.decryptor().update(header[8:])


def checksum(order, data, before):
    """The checksum of a log (sqlite.org/fileformat2.html, section 4.2)."""
    first, second = before
    words = struct.unpack(f"{order}{len(data) // 4}I", data)
    for even, odd in zip(words[::2], words[1::2]):
        first = first + even + second & 0xFFFFFFFF
        second = second + odd + first & 0xFFFFFFFF
    return first, second


class Log:
    """A write-ahead log, opened: `plain` is what SQLite would have written, up to the last frame that fits.

    `committed` counts the frames up to the last commit; `loose` those behind that belong to an earlier log
    or to a transaction that never ended. With `torn`, a frame behind these may fit no seal: a process that
    was killed within a write leaves such a one."""

    def __init__(self, keys, database, data, torn=False):
        self.keys, self.database = keys, database
        self.plain, self.frames, self.committed, self.loose = b"", [], 0, 0
        self.salts, self.checksum, self.live = bytes(8), (0, 0), True
        if data:
            self.begin(data[:LOG_HEADER])
        for at in range(LOG_HEADER, len(data), FRAME):
            try:
                self.add(at, data[at:at + FRAME])
            except Refused:
                if not torn:
                    raise
                self.live = False

    def begin(self, header):
        if len(header) < LOG_HEADER:
            raise Refused("the log ends within its header")
        magic, version, size = struct.unpack(">III", header[:12])
        if magic not in (0x377F0682, 0x377F0683) or version != 3007000 or size != PAGE:
            raise Refused("a log of no known kind")
        self.order = "<>"[magic & 1]
        self.chain = checksum(self.order, header[:24], (0, 0))
        if struct.unpack(">II", header[24:]) != self.chain:
            raise Refused("the log's header does not fit its checksum")
        self.plain, self.salts = header, header[16:24]

    def add(self, at, frame):
        if not any(frame):
            self.live = False  # overwritten before the log is cut
            return
        if len(frame) != FRAME:
            raise Refused("the log ends within a frame")
        header = self.keys.frame_header(at, frame[:FRAME_HEADER])
        number, commit = struct.unpack(">II", header[:8])
        page = self.keys.open_page(self.database, number, frame[FRAME_HEADER:])
        chain = checksum(self.order, header[:8] + page, self.chain)
        self.live &= header[8:16] == self.salts and struct.unpack(">II", header[16:]) == chain
        if not self.live:
            self.loose += 1
            return
        self.chain = chain
        self.frames.append((number, page))
        self.plain += header + page
        if commit:
            self.committed, self.checksum = len(self.frames), chain


def database_id(directory):
    with open(os.path.join(directory, "data.db"), "rb") as file:
        return file.read(16)


def database_pages(data):
    """The pages with their numbers; the one that is locked and never written is left out."""
    if len(data) % PAGE:
        raise Refused("the database ends within a page")
    for number in range(1, len(data) // PAGE + 1):
        if number != LOCK_PAGE:
            yield number, data[(number - 1) * PAGE:number * PAGE]


def read(directory, name):
    """The bytes of a file; none if there is no file."""
    with contextlib.suppress(FileNotFoundError), open(os.path.join(directory, name), "rb") as file:
        return file.read()
    return b""


def open_log(directory, keys, torn=False):
    return Log(keys, database_id(directory), read(directory, "data.db-wal"), torn)


def unseal(directory, keys, target, torn=False):
    """Writes a plain `data.db` and `data.db-wal` into the folder `target`; gives the opened log.

    With `torn`, a page that a committed frame of the log takes the place of may be anything: a process that
    was killed within a checkpoint leaves holes and halves there, and SQLite does not look at them."""
    data, database = read(directory, "data.db"), database_id(directory)
    if not data or database == MAGIC:
        raise Refused("not a sealed database")
    log = open_log(directory, keys, torn)
    superseded = {number for number, _ in log.frames[:log.committed]} if torn else set()
    plain = bytearray(len(data))
    for number, page in database_pages(data):
        try:
            plain[(number - 1) * PAGE:number * PAGE] = keys.open_page(database, number, page)
        except Refused:
            if number not in superseded:
                raise
    for name, content in (("data.db", plain), ("data.db-wal", log.plain)):
        with open(os.path.join(target, name), "wb") as file:
            file.write(content)
    return log


def seal(plain, directory, keys):
    """Puts a plain database file, with no log beside it, in the place of a vault's: as one who holds the
    keys of the pages would. The database keeps its id and loses its log."""
    with open(plain, "rb") as file:
        data = file.read()
    if data[:16] != MAGIC or data[16:18] != struct.pack(">H", PAGE) or data[20] != RESERVED:
        raise Refused("not a plain database with room for the seals")
    database = database_id(directory)
    sealed = bytearray(len(data))
    for number, page in database_pages(data):
        sealed[(number - 1) * PAGE:number * PAGE] = keys.seal_page(database, number, page)
    with open(os.path.join(directory, "data.db"), "r+b") as file:
        file.write(sealed)
        file.truncate()
    for name in ("data.db-wal", "data.db-shm"):
        with contextlib.suppress(FileNotFoundError):
            os.unlink(os.path.join(directory, name))


@contextlib.contextmanager
def unsealed(directory, keys, back=False, torn=False):
    """Lends a connection to a plain copy of the database; `back` seals the copy into the vault at the end."""
    with tempfile.TemporaryDirectory() as folder:
        unseal(directory, keys, folder, torn)
        plain = os.path.join(folder, "data.db")
        database = sqlite3.connect(plain, isolation_level=None)
        try:
            yield database
            if database.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()[0] != 0:
                raise Refused("the copy is busy")
        finally:
            database.close()
        if back:
            seal(plain, directory, keys)


def is_anchored(directory, keys, least=100):
    """Whether the log holds at least so many frames and the anchor knows of all of them: then none may be
    lost. Right after a commit, which nobody has answered yet, the anchor is a step behind."""
    if open_log(directory, keys).committed < least:
        return False
    anchor = read(directory, "anchor")
    size = max(int.from_bytes(anchor[at + 42:at + 50], "big") for at in (0, 256))
    with unsealed(directory, keys) as database:
        return (size,) == database.execute("SELECT max(first + count) FROM bundle").fetchone()


def message_keys(directory, keys):
    """The key of each sealed page of the database and of the log."""
    found = {f"key of page {number}": page for number, page in database_pages(
        read(directory, "data.db"))}
    log = read(directory, "data.db-wal")
    for at in range(LOG_HEADER, len(log) - FRAME + 1, FRAME):
        found[f"key of the frame at {at}"] = log[at + FRAME_HEADER:at + FRAME]
    derived = {}
    for name, page in found.items():
        cipher, _, nonce = keys.opened(page)
        derived[name] = cipher.derived(nonce)
    return derived
