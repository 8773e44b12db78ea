"""The local set-up: embedded PostgreSQL and Redis, the simulator, and the supervisor behind `rasputin up`.

Nothing here needs Django's settings: it runs before them and makes their environment.
"""

from rasputin.local.home import Home, Place, locate
from rasputin.local.session import application, running, watch
from rasputin.local.trouble import AlreadyUp, Trouble

__all__ = ["AlreadyUp", "Home", "Place", "Trouble", "application", "locate", "running", "watch"]
