"""The two other implementations that what a vault signs is held against."""
import os, subprocess

import cvault

SOURCE = os.path.join(cvault.ROOT, "Tests", "LedgerOracle")


def build(place):
    """Go's own, built from Debian's packages alone; gives its path."""
    binary = place.path("ledger-oracle")
    env = os.environ | {"GO111MODULE": "off", "GOPATH": "/usr/share/gocode", "GOFLAGS": "",
                        "GOCACHE": place.path("go-cache")}
    try:
        built = subprocess.run(["go", "build", "-o", binary, "."], cwd=SOURCE, env=env,
                               capture_output=True, text=True)
    except FileNotFoundError:
        raise cvault.Failure("there is no Go; run Scripts/bootstrap --all") from None
    if built.returncode != 0:
        raise cvault.Failure(f"the oracle does not build: {built.stderr.strip()[:300]}")
    return binary


def verifier():
    """Scripts/field/verify.py, which needs `cryptography`."""
    try:
        import verify
    except ImportError:
        raise cvault.Failure("python3-cryptography is missing; run Scripts/bootstrap --all") from None
    return verify
