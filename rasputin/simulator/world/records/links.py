"""Which records of the catalogue count which others."""

from __future__ import annotations

from functools import lru_cache
from typing import NamedTuple

from rasputin.simulator.world.records.catalogue import catalogue
from rasputin.simulator.world.records.shapes import CHARACTER, Record


class Links(NamedTuple):
    """Titles and trackers count records: `counted_by` leads back from those. `title_of` leads from a
    tracker to its title, `tracker_of` from a title to its tracker.
    """

    titles: tuple[Record, ...]
    title_of: dict[int, Record]
    tracker_of: dict[int, Record]
    counted_by: dict[int, Record]
    of_profile: tuple[Record, ...]
    of_character: tuple[Record, ...]


@lru_cache(maxsize=1)
def links() -> Links:
    records = catalogue().records
    everything = records.values()
    titles = tuple(record for record in everything if record.title and not record.gilding)
    return Links(
        titles=titles,
        title_of={t.title.tracker: t for t in titles if t.title and t.title.tracker},
        tracker_of={t.hash: records[t.title.tracker] for t in titles if t.title and t.title.tracker},
        counted_by={child: record for record in everything for child in record.required},
        of_profile=tuple(record for record in everything if record.scope != CHARACTER),
        of_character=tuple(record for record in everything if record.scope == CHARACTER),
    )
