"""What the tests of the tracking app share: members of the simulated world, enrolled."""

from collections.abc import Callable

import pytest

from tests.simulated import NOW, World
from tracking.models import Player, TypeSource
from tracking.services import enrol

Enrol = Callable[..., int]


@pytest.fixture
def enrolled(world: World, db: None) -> Enrol:
    """Tracks members of the world by id (the busiest one when none is given); returns the first id."""

    def do(*ids: int, membership_type: int | None = None, source: TypeSource = TypeSource.ROSTER) -> int:
        chosen = ids or (world.busiest()[0],)
        for identity in chosen:
            told = world.member(identity)
            Player.objects.create(
                membership_id=identity,
                membership_type=membership_type or told["membership_type"],
                type_source=source,
                type_at=NOW,
            )
        enrol(chosen, now=NOW)
        return chosen[0]

    return do
