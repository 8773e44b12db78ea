"""File names out of names in any alphabet, such as every file system keeps, and each only once."""

import re
import unicodedata
from collections.abc import Mapping
from pathlib import PurePosixPath
from typing import Final

LONGEST = 150  # bytes of a name, before a number and a suffix: systems allow 255
FORBIDDEN: Final = frozenset('<>:"/\\|?*')
DEVICES: Final = re.compile(r"(con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³])(\..*)?", re.IGNORECASE)  # of Windows
NUMBERED: Final = re.compile(r".* \([0-9]+\)|[0-9]+")
SUFFIXES: Final = (".png", ".jpg", ".jpeg", ".gif")


def stems(names: Mapping[int, str]) -> dict[int, str]:
    """For each hash a name of its own, also where capitals do not tell files apart.

    Of things that would share a name the first has it, all others have their hash behind it; so have names
    that look as if they had one. What has no name is called by its hash.
    """
    given: dict[int, str] = {}
    taken: set[str] = set()
    for hash_, name in names.items():
        text = stem(name)
        given[hash_] = _numbered(text, hash_) if folded(text) in taken or _looks_numbered(text) else text
        taken.add(folded(text))
    return given


def stem(name: str) -> str:
    """What can stand in a file's name; empty where nothing of it can."""
    plain = unicodedata.normalize("NFC", name)
    spaced = "".join(" " if _is_refused(letter) else letter for letter in plain)
    text = _cut(" ".join(spaced.split()).strip(". "))
    return f"_{text}" if DEVICES.fullmatch(text) else text


def folded(text: str) -> str:
    """Equal for names that some file system takes for the same."""
    return unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", text).casefold())


def suffix(path: str) -> str:
    """Of a picture's path: `.png`; `.img` for one that names no kind of picture."""
    found = PurePosixPath(path).suffix.lower()
    return found if found in SUFFIXES else ".img"


def _looks_numbered(text: str) -> bool:
    return not text or NUMBERED.fullmatch(folded(text)) is not None


def _numbered(text: str, hash_: int) -> str:
    return f"{text} ({hash_})" if text else str(hash_)


def _is_refused(letter: str) -> bool:
    """Also what cannot be seen: control characters, marks of direction, halves of letters."""
    return letter in FORBIDDEN or unicodedata.category(letter).startswith("C")


def _cut(text: str) -> str:
    return text.encode()[:LONGEST].decode(errors="ignore").strip(". ")
