"""Every setting that the code reads has its line in .env.example."""

import itertools
import re

from rasputin.local import ports
from rasputin.local.programs import ROOT


def test_every_setting_is_named_with_a_sentence() -> None:
    read = set(re.findall(r'env\.\w+\(\s*"(\w+)"', (ROOT / "rasputin" / "settings.py").read_text()))
    read |= {f"RASPUTIN_{name.upper()}_PORT" for name in ports.DEFAULTS} | {"RASPUTIN_HOME", "DATABASE_URL"}
    lines = (ROOT / ".env.example").read_text().splitlines()
    named = {
        line[1:].partition("=")[0]: before.startswith("# ")
        for before, line in itertools.pairwise(lines)
        if re.match(r"#[A-Z_]+=", line)
    }
    assert named == dict.fromkeys(read, True)
