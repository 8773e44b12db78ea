"""Every Reader of the client, so that a law about all of them holds for the next one too."""

from typing import Any, Final

from rasputin.bungie import readers
from rasputin.bungie.wire import Reader

READERS: Final[dict[str, Reader[Any]]] = {
    name: value for name, value in sorted(vars(readers).items()) if isinstance(value, Reader)
}
