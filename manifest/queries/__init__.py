"""What the manifest says: definitions, and the names of hashes. Read only."""

from manifest.queries.definitions import Found, current_version, definition, search
from manifest.queries.names import Named, named
from manifest.queries.reading import reading

__all__ = ["Found", "Named", "current_version", "definition", "named", "reading", "search"]
