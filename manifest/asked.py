"""The moments that parameters of the API and options of commands name."""

import re
from datetime import datetime
from typing import Annotated, Any

from pydantic import BeforeValidator

from manifest.queries.moments import NAMES, named_moment
from rasputin import clock
from rasputin.schemas import moment


def moment_or_name(value: Any) -> Any:
    """As `rasputin.schemas.moment`, or a moment by its name; a number alone is neither."""
    try:
        return moment(value)
    except ValueError as error:
        named = named_moment(value, now=clock.now()) if re.search(r"[^\W\d_]", value) else None
        if named is None and "no date" in str(error):
            raise ValueError(f"{str(error).rstrip('.')}, or a name: {NAMES}.") from error
        if named is None:
            raise
        return named


#: The moment of a query: a date, a time, or `weekly`, `season_21` and the like.
NamedMoment = Annotated[datetime, BeforeValidator(moment_or_name)]
