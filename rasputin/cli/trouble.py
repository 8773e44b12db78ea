"""Which errors are a sentence for a person, and which are bugs."""

from rasputin.local import Trouble


def sentence(error: Exception) -> str | None:
    """What to tell; None for an error whose traceback somebody should see."""
    if isinstance(error, Trouble) or _is_refusal(error) or _is_bad_setting(error):
        return str(error)
    return _about_elsewhere(error)


def _is_refusal(error: Exception) -> bool:
    """The product's own errors say what to do; they cannot be imported before the settings are there."""
    return type(error).__module__.startswith(("rasputin.", "manifest.", "tracking.", "clans."))


def _is_bad_setting(error: Exception) -> bool:
    from django.core.exceptions import ImproperlyConfigured

    return isinstance(error, ImproperlyConfigured)


def _about_elsewhere(error: Exception) -> str | None:
    """Servers of the operator's own that do not answer."""
    import redis
    from django.db import OperationalError

    if isinstance(error, OperationalError):
        return f"The database does not answer: {_first_line(error)}"
    if isinstance(error, redis.ConnectionError):
        return f"Redis does not answer: {_first_line(error)}"
    return None


def _first_line(error: Exception) -> str:
    return next(iter(str(error).splitlines()), type(error).__name__)
