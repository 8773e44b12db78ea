"""What the manifest says: definitions, and the names of hashes. Read only."""

from manifest.queries.definitions import Found, current_version, definition, is_kept, search
from manifest.queries.modes import UnknownMode, mode_filter
from manifest.queries.names import Named, hashes_named, named, put_modes, put_names, put_seasons
from manifest.queries.reading import reading

__all__ = [
    "Found",
    "Named",
    "UnknownMode",
    "current_version",
    "definition",
    "hashes_named",
    "is_kept",
    "mode_filter",
    "named",
    "put_modes",
    "put_names",
    "put_seasons",
    "reading",
    "search",
]
