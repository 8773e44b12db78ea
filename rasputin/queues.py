"""The five queues by name, and how urgent a row or request is."""

MEMBER = "member"
CLAN = "clan"
INSTANCE = "instance"
DB_SYNC = "db_sync"
ACTIONS = "actions"

CRAWL = (MEMBER, CLAN, INSTANCE)
HOUSE = (DB_SYNC, ACTIONS)
ALL = CRAWL + HOUSE


class Priority:
    """Smaller is more urgent. Back-fill counts on from BACKFILL, a week of age a step: newest first."""

    PERSON = 0
    HOT = 10
    ROSTER = 20
    BROAD = 30
    WARM = 40
    BACKFILL = 100
    LAST = 30_000
