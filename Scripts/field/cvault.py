"""Runs the real binary on a vault of its own, for the scripts that try it in the field."""
import argparse, contextlib, fcntl, glob, json, os, shutil, signal, struct, subprocess, sys, tempfile, time

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
POLICY = os.path.join(ROOT, "Policies", "retail-crm")


class Failure(Exception):
    """The script cannot go on; its text says why."""


def parser(description):
    """A command line with the option that all of these scripts have."""
    p = argparse.ArgumentParser(
        description=description, formatter_class=argparse.RawDescriptionHelpFormatter,
        epilog="CVAULT names the binary; otherwise .build-release/cvault, which "
        "Scripts/build-release makes. Exit: 0 all holds, 1 something does not, 2 cannot run here.")
    p.add_argument("--json", action="store_true", help="print the result as one JSON object")
    return p


def report(campaign, runs, faults, figures, bad, seconds, options):
    """Prints what came of a campaign, as the crash laboratory prints its own; gives the exit code. A bad
    outcome is its kind and what was seen."""
    kinds = {}
    for kind, _ in bad:
        kinds[kind] = kinds.get(kind, 0) + 1
    result = {
        "campaign": campaign, "control": False, "holds": runs > 0 and not bad,
        "seeds": [options.seed, options.seed], "runs": runs, "faults": faults, "bad": kinds,
        "figures": figures, "seconds": round(seconds, 1),
        "failures": [{"outcome": kind, "seed": options.seed, "point": "", "detail": text}
                     for kind, text in bad[:20]]}
    if options.json:
        print(json.dumps(result))
    else:
        def listed(counts):
            return ", ".join(f"{k} {v}" for k, v in sorted(counts.items()))
        print(f"{campaign}: {runs} runs, seed {options.seed}, {seconds:.1f} s: "
              f"{listed(kinds) or 'nothing bad'}: {'ok' if result['holds'] else 'FAILED'}")
        print(f"  faults: {listed(faults)}\n  {listed(figures)}")
    for kind, text in bad[:20]:
        print(f"  {kind}, seed {options.seed}: {text}", file=sys.stderr)
    return 0 if result["holds"] else 1


def main(name, body):
    """Runs a script: what cannot run at all ends with 2."""
    try:
        sys.exit(body())
    except Failure as failure:
        print(f"{name}: {failure}", file=sys.stderr)
        sys.exit(2)


def binary():
    """The binary that is tried."""
    path = os.environ.get("CVAULT") or os.path.join(ROOT, ".build-release", "cvault")
    if not os.access(path, os.X_OK):
        raise Failure(f"there is no `{path}`; run Scripts/build-release, or set CVAULT")
    return os.path.abspath(path)


def sealed_pages():
    """What reads and writes sealed pages."""
    try:
        import pages
    except ImportError:
        raise Failure("python3-cryptography is missing; run Scripts/bootstrap --all") from None
    return pages


def preload():
    """libfaketime, or None."""
    for folder in ("/usr/lib/x86_64-linux-gnu", "/usr/lib/aarch64-linux-gnu", "/usr/lib"):
        for name in ("libfaketimeMT.so.1", "libfaketime.so.1"):
            path = os.path.join(folder, "faketime", name)
            if os.path.exists(path):
                return path
    return None


class Answer:
    """How a command ended."""

    def __init__(self, code, out, err):
        self.code, self.out, self.err = code, out, err

    @property
    def json(self):
        """The answer as JSON; None if it is not whole."""
        try:
            return json.loads(self.out)
        except ValueError:
            return None

    @property
    def error(self):
        """The code of the error, or an empty text."""
        try:
            return json.loads(self.err)["error"]["code"]
        except (ValueError, KeyError, TypeError):
            return ""


class Place:
    """A temporary directory with vaults in it, gone at the end."""

    def __init__(self, folder=None):
        self.binary = binary()
        self.folder = tempfile.mkdtemp(prefix="cvault-field-", dir=folder)
        self.policy = os.path.join(self.folder, "policy")
        shutil.copytree(POLICY, self.policy)
        self.vault = self.key = None

    def __enter__(self):
        return self

    def __exit__(self, *_):
        shutil.rmtree(self.folder, ignore_errors=True)

    def path(self, *parts):
        return os.path.join(self.folder, *parts)

    def environment(self, clock=None, more=None):
        """What a command sees; `clock` as libfaketime has it, such as "+1h"."""
        env = {"PATH": os.environ.get("PATH", "/usr/bin:/bin"), "TZ": "UTC", "LANG": "C.UTF-8",
               "HOME": self.folder, "XDG_CONFIG_HOME": self.path("config"), "NO_COLOR": "1"}
        if self.vault:
            env.update(CVAULT_VAULT=self.vault, CVAULT_KEY_FILE=self.key)
        if clock:
            env.update(LD_PRELOAD=preload(), FAKETIME=clock, DONT_FAKE_MONOTONIC="1",
                       FAKETIME_DONT_FAKE_MONOTONIC="1", NO_FAKE_STAT="1",
                       FAKETIME_DISABLE_SHM="1")
        env.update(more or {})
        return env

    def start(self, *words, clock=None, env=None, **more):
        """Starts a command and does not wait for it."""
        more.setdefault("stdin", subprocess.PIPE)
        more.setdefault("stdout", subprocess.PIPE)
        more.setdefault("stderr", subprocess.PIPE)
        return subprocess.Popen([self.binary, *words], env=self.environment(clock, env),
                                cwd=self.folder, **more)

    def run(self, *words, input="", clock=None, env=None, timeout=120, form="json", **more):
        """Runs a command to its end."""
        process = self.start(*words, *(["--json"] if form == "json" else []),
                             clock=clock, env=env, **more)
        data = input if isinstance(input, bytes) else input.encode()
        try:
            out, err = process.communicate(data, timeout=timeout)
        except subprocess.TimeoutExpired:
            process.kill()
            process.communicate()
            raise Failure(f"`cvault {words[0]}` gave no answer within {timeout} s")
        return Answer(process.returncode, (out or b"").decode("utf-8", "replace"),
                      (err or b"").decode("utf-8", "replace"))

    def must(self, *words, **more):
        """Runs a command that has to work here, and gives its JSON."""
        answer = self.run(*words, **more)
        if answer.code != 0 or answer.json is None:
            raise Failure(f"`cvault {' '.join(words[:2])}` ended with {answer.code}: "
                          f"{answer.err.strip()[:300]}")
        return answer.json

    def init(self, name="a", policy=None):
        """Makes a vault and turns to it; gives what `init` answered."""
        self.vault = self.key = None
        vault, key = self.path(f"{name}.vault"), self.path(f"{name}.key")
        answer = self.must("init", vault, "--policy",
                           policy or os.path.join(self.policy, "policy.yaml"), "--key-file", key)
        self.vault, self.key = vault, key
        return answer


MAP = """\
subject: {column: id}
values:
  preference.size: {column: size}
consents:
  - {purpose: marketing.styling, when: always, notice: marketing-styling.en, method: web-form,
     captured_at: {column: at}, for: 30d}
"""


@contextlib.contextmanager
def log_is_kept(vault):
    """Keeps writers from copying the log back, as another writer would: by a shared lock of the file `lock`."""
    with open(os.path.join(vault, "lock")) as file:
        lock = struct.pack("hhqqi", fcntl.F_RDLCK, os.SEEK_SET, 0, 0, 0)
        fcntl.fcntl(file, 37, lock)  # F_OFD_SETLK, which Python 3.11 has no name for
        yield


class Writing:
    """An import of many rows that is stopped in the middle of its work; killed at the end."""

    def __init__(self, place, vault, rows=20000, subject="N", value="M"):
        table, map = place.path("writing.csv"), place.path("writing.yaml")
        with open(map, "w") as file:
            file.write(MAP)
        day = time.strftime("%Y-%m-%dT00:00:00Z", time.gmtime(time.time() - 86400))
        with open(table, "w") as file:
            file.write("id,size,at\n" + "".join(
                f"{subject}-{n},{value},{day}\n" for n in range(rows)))
        self.process = place.start("import", table, "--map", map, env={"CVAULT_VAULT": vault},
                                   stdin=subprocess.DEVNULL)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.process.kill()
        self.process.communicate()

    def step(self, seconds=0.05):
        """Lets it work and stops it again; False if it has ended."""
        self.process.send_signal(signal.SIGCONT)
        time.sleep(seconds)
        self.process.send_signal(signal.SIGSTOP)
        while self.process.poll() is None:
            if all(state == "T" for state in self.states()):
                return True
            time.sleep(0.001)
        return False

    def states(self):
        for path in glob.glob(f"/proc/{self.process.pid}/task/*/stat"):
            with open(path) as file:
                yield file.read().rpartition(") ")[2][0]

    def until(self, fine):
        """Stops it where `fine()` holds."""
        for _ in range(60):
            if self.step() and fine():
                return
        raise Failure("an import could not be caught in the middle of its work")
