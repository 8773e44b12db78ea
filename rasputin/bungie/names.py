"""Names and ids: Bungie names as people type them, and id types that must not be mixed up."""

import re
from typing import NamedTuple, NewType

MembershipId = NewType("MembershipId", int)
BungieNetId = NewType("BungieNetId", int)
CharacterId = NewType("CharacterId", int)
InstanceId = NewType("InstanceId", int)
GroupId = NewType("GroupId", int)

# The separator is the last # or - : both may also stand inside a name.
_TYPED = re.compile(r"(?P<name>.+)#(?P<code>[0-9]{1,6})", re.DOTALL)
_IN_URL = re.compile(r"(?P<name>.+)-(?P<code>[0-9]{1,6})", re.DOTALL)


class BungieName(NamedTuple):
    """A global name and its code; `str()` gives the form that the game shows, `Name#0042`."""

    name: str
    code: int

    def __str__(self) -> str:
        return f"{self.name}#{self.code:04d}"

    @property
    def in_url(self) -> str:
        """The same with a hyphen, for a path that should not need `%23`; the name itself is not quoted."""
        return f"{self.name}-{self.code:04d}"


def parse_bungie_name(text: str) -> BungieName:
    """`Name#1234` or `Name-1234` as a BungieName; ValueError for anything else."""
    found = _TYPED.fullmatch(text.strip()) or _IN_URL.fullmatch(text.strip())
    if found is None or not found["name"].strip():
        raise ValueError(f"{text!r} is no Bungie name: it looks like Name#1234")
    return BungieName(name=found["name"].strip(), code=int(found["code"]))
