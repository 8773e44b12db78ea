"""Started by the supervisor in place of a program: puts the environment in place, then becomes the program.

Passwords and keys reach a program by its environment alone, never by a command line that others can read.
Usage: python -I launch.py ENVIRONMENT_FILE HOME PROGRAM ARGUMENTS...
"""

import json
import os
import sys
from pathlib import Path


def main() -> None:
    file, home, program, *arguments = sys.argv[1:]
    environments = json.loads(Path(file).read_text())
    os.environ.update(environments["all"])
    os.environ.update(environments.get(program, {}))
    # The -X value changes nothing in Python: it shows on the command line which home a process is of.
    os.execv(sys.executable, [sys.executable, "-X", f"rasputin_home={home}", *arguments])  # noqa: S606


if __name__ == "__main__":
    main()
