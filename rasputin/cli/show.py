"""Plain values as tables and lines."""

import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from rich.console import Console

LINE_SECONDS = 60  # between two lines of progress, where there is no terminal
WIDE = 200  # where no terminal tells its width: lines are for other programs then


def console() -> "Console":
    from rich.console import Console  # rich is loaded when something is shown, not at each command's start

    found = Console(highlight=False, soft_wrap=False, markup=False)  # what others say may hold brackets
    return found if found.is_terminal else Console(highlight=False, width=WIDE, markup=False)


def table(records: Iterable[Any], *, empty: str) -> None:
    """Records are NamedTuples or mappings of one shape."""
    rows = [_as_mapping(record) for record in records]
    if not rows:
        print(empty)
        return
    from rich.table import Table

    drawn = Table(box=None, pad_edge=False, header_style="bold")
    for name in rows[0]:
        drawn.add_column(_title(name), overflow="fold")
    for row in rows:
        drawn.add_row(*(_text(value) for value in row.values()))
    console().print(drawn)


def card(record: Any) -> None:
    """One record, a line for each of its values."""
    from rich.table import Table

    drawn = Table(box=None, pad_edge=False, show_header=False)
    for name, value in _as_mapping(record).items():
        drawn.add_row(_title(name), _text(value))
    console().print(drawn)


@contextmanager
def told(beginning: str) -> Iterator[Callable[[str], None]]:
    """Says how far something is: on a terminal in a line that changes, elsewhere once a minute."""
    screen = console()
    if not screen.is_terminal:
        yield EachMinute()
        return
    with screen.status(beginning) as shown:
        yield shown.update


class EachMinute:
    """For logs."""

    def __init__(self) -> None:
        self._last = time.monotonic()

    def __call__(self, line: str) -> None:
        if time.monotonic() - self._last >= LINE_SECONDS:
            self._last = time.monotonic()
            print(line, flush=True)


class Notices:
    """Says a sentence when it becomes true, and not again as long as it stays so."""

    def __init__(self) -> None:
        self._said: set[str] = set()

    def tell(self, sentences: Iterable[str]) -> None:
        now = list(sentences)
        for sentence in now:
            if sentence not in self._said:
                print(sentence, flush=True)
        self._said = set(now)


def _as_mapping(record: Any) -> Mapping[str, Any]:
    if isinstance(record, Mapping):
        return record
    found: Mapping[str, Any] = record._asdict()
    return found


def _title(name: str) -> str:
    return name.replace("_", " ")


def _text(value: Any) -> str:
    if value is None:
        return "-"
    if isinstance(value, Mapping):
        return ", ".join(f"{key} {number}" for key, number in value.items()) or "none"
    if isinstance(value, float):
        return f"{value:.1f}"
    if isinstance(value, list | tuple) and not hasattr(value, "_asdict"):
        return ", ".join(_text(part) for part in value) or "none"
    return str(value)
