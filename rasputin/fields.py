"""Django's plain fields without the conversions that a written value goes through.

Rows that come from `rows.py` hold the right types already, and with forty columns a row those conversions
cost more than PostgreSQL itself. Migrations name Django's own fields: nothing else differs.
"""

from typing import TYPE_CHECKING, Any

from django.db import models

if TYPE_CHECKING:
    from django.db.models import (
        BigIntegerField,
        BooleanField,
        CharField,
        DateTimeField,
        IntegerField,
        SmallIntegerField,
    )
else:

    class _AsItIs:
        """Hands the value to the driver as it is."""

        def get_db_prep_save(self, value: Any, connection: Any) -> Any:
            return value

        def deconstruct(self) -> Any:
            name, path, args, kwargs = super().deconstruct()
            return name, f"django.db.models.{path.rpartition('.')[2]}", args, kwargs

    class SmallIntegerField(_AsItIs, models.SmallIntegerField):
        pass

    class IntegerField(_AsItIs, models.IntegerField):
        pass

    class BigIntegerField(_AsItIs, models.BigIntegerField):
        pass

    class BooleanField(_AsItIs, models.BooleanField):
        pass

    class CharField(_AsItIs, models.CharField):
        pass

    class DateTimeField(_AsItIs, models.DateTimeField):
        pass


__all__ = [
    "BigIntegerField",
    "BooleanField",
    "CharField",
    "DateTimeField",
    "IntegerField",
    "SmallIntegerField",
]
