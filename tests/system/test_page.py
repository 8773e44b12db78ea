"""That docs/chaos.md lists what `make chaos` does."""

import re
from pathlib import Path

HERE = Path(__file__).parent
PAGE = (HERE.parents[1] / "docs" / "chaos.md").read_text()


def test_the_page_lists_every_case_and_no_other() -> None:
    sources = [file.read_text() for file in HERE.glob("test_*.py")]
    cases = {
        name
        for source in sources
        if re.search(r"^pytestmark = .*pytest\.mark\.chaos", source, re.MULTILINE)
        for name in re.findall(r"^def (test_\w+)", source, re.MULTILINE)
    }
    assert set(re.findall(r"^\| `(test_\w+)`", PAGE, re.MULTILINE)) == cases
