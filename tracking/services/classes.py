"""Classes that reports withhold: a character never changes its class, so what is known once holds always."""

from collections.abc import Sequence

from django.db import connection

from tracking.models import Character, Performance


def keep_classes(rows: Sequence[Performance]) -> None:
    """Puts into unsaved rows without a class what is known of their characters."""
    lacking = [row for row in rows if not row.class_hash]
    if not lacking:
        return
    characters = {row.character_id for row in lacking}
    players = {row.membership_id for row in lacking}
    shown = Performance.objects.filter(membership_id__in=players, character_id__in=characters)
    shown = shown.exclude(class_hash=0).order_by("character_id", "-period").distinct("character_id")
    known = dict(shown.values_list("character_id", "class_hash"))
    known |= {row.character_id: row.class_hash for row in rows if row.class_hash}
    owned = Character.objects.filter(pk__in=characters).exclude(class_hash=0)
    known |= dict(owned.values_list("pk", "class_hash"))
    for row in lacking:
        row.class_hash = known.get(row.character_id, 0)


def fill_classes() -> int:
    """Gives stored performances without a class that of their character; returns how many.

    From the character itself, or from the newest other performance that shows it.
    """
    with connection.cursor() as cursor:
        cursor.execute(_FROM_CHARACTERS)
        filled: int = cursor.rowcount
        cursor.execute(_FROM_PERFORMANCES)
        return filled + int(cursor.rowcount)


_PERFORMANCE, _CHARACTER = Performance._meta.db_table, Character._meta.db_table
_FROM_CHARACTERS = f"""
    UPDATE {_PERFORMANCE} bare SET class_hash = known.class_hash FROM {_CHARACTER} known
    WHERE bare.class_hash = 0 AND known.character_id = bare.character_id AND known.class_hash <> 0
"""  # noqa: S608 - names of the models
_FROM_PERFORMANCES = f"""
    UPDATE {_PERFORMANCE} bare SET class_hash = known.class_hash
    FROM (
        SELECT DISTINCT ON (lacking.character_id) lacking.character_id, shown.class_hash
        FROM (SELECT DISTINCT membership_id, character_id FROM {_PERFORMANCE} WHERE class_hash = 0) lacking
        JOIN {_PERFORMANCE} shown USING (membership_id, character_id)
        WHERE shown.class_hash <> 0
        ORDER BY lacking.character_id, shown.period DESC
    ) known
    WHERE bare.class_hash = 0 AND bare.character_id = known.character_id
"""  # noqa: S608 - as above
