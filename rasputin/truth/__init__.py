"""What is stored against the simulator's ground truth, entry by entry and number by number.

The truth goes on while we are not looking: each thing is compared as it was when we last looked at it.
"""

from collections.abc import Iterator

from rasputin.truth import activities, people, records
from rasputin.truth.source import Source


def differences(base_url: str) -> Iterator[str]:
    """A line for each, against the simulator at `base_url`."""
    source = Source(f"{base_url}/_simulator/truth")
    told = people.told_of_members(source)
    yield from people.clan_differences(source)
    yield from people.member_differences(told)
    yield from records.record_differences(source)
    yield from activities.history_differences(source, told)
    yield from activities.instance_differences(source)
