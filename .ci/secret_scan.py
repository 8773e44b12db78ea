"""Looks for secrets in every file that git knows; those of the baseline beside it are known to be none.

`--accept` writes the baseline anew: only after looking at each line that the scan printed.
"""

import json
import subprocess
import sys
from pathlib import Path

from detect_secrets.core.secrets_collection import SecretsCollection
from detect_secrets.settings import default_settings

BASELINE = Path(__file__).with_suffix(".json")
HASHES_ONLY = Path("requirements.lock")
Found = dict[tuple[str, str, str], int]


def main() -> int:
    found = scan()
    if "--accept" in sys.argv:
        BASELINE.write_text(json.dumps(sorted(found), indent=1) + "\n")
        return 0
    known = {tuple(entry) for entry in json.loads(BASELINE.read_text())}
    new = {key: line for key, line in found.items() if key not in known}
    for (name, kind, _), line in sorted(new.items()):
        print(f"{name}:{line}: this looks like a secret ({kind})")
    return 1 if new else 0


def scan() -> Found:
    """(file, kind, hash of the secret) -> line; line numbers move, so they are not part of the key."""
    listed = subprocess.run(["git", "ls-files", "-z"], check=True, capture_output=True, text=True).stdout
    passed_over = {BASELINE.name, HASHES_ONLY.name}
    names = [
        name for name in listed.split("\0") if Path(name).is_file() and Path(name).name not in passed_over
    ]
    secrets = SecretsCollection()
    with default_settings():
        secrets.scan_files(*names, num_processors=2)
    return {(name, secret.type, secret.secret_hash): secret.line_number for name, secret in secrets}


if __name__ == "__main__":
    sys.exit(main())
