"""What there is to play in the simulated game, under the hashes that the real game uses."""

from __future__ import annotations

from dataclasses import dataclass

STRIKES = (442671778, 661855681, 376759502, 3597990372, 969982762, 546528643, 896593727, 224295651)
MAPS = (247771251, 788769683, 2851089328, 279800038, 1827033571, 1647670007, 1008195646, 1141558876)


@dataclass(frozen=True, slots=True)
class Kind:
    """One sort of activity. `party` is how many friends may go together, `size` how many play in all.

    Times are minutes; `kills` and `deaths` are ranges of what one player does in ten minutes.
    """

    name: str
    mode: int
    modes: tuple[int, ...]
    references: tuple[int, ...]
    party: int
    size: int
    minutes: tuple[int, int]
    kills: tuple[int, int]
    deaths: tuple[int, int]
    weight: float
    playlist: int | None = None
    finished: float = 1.0
    teams: int = 0
    scored: bool = False
    matched: bool = True
    private: bool = False
    swaps: float = 0.0
    lasting: bool = False
    places: bool = False

    @property
    def versus(self) -> bool:
        """Players or teams end in an order, so rows carry a standing."""
        return self.teams > 0 or self.places


RAID = Kind(
    name="raid",
    mode=4,
    modes=(7, 4),
    references=(4179289725, 2381413764, 1374392663, 3881495763, 3458480158, 2122313384, 910380154),
    party=6,
    size=6,
    minutes=(24, 115),
    kills=(18, 70),
    deaths=(0, 4),
    weight=2.2,
    finished=0.7,
    swaps=0.05,
    lasting=True,
)
DUNGEON = Kind(
    name="dungeon",
    mode=82,
    modes=(7, 82),
    references=(1375089621, 1077850348, 2823159265, 4078656646, 1262462921),
    party=3,
    size=3,
    minutes=(14, 70),
    kills=(35, 110),
    deaths=(0, 4),
    weight=2.4,
    finished=0.75,
    matched=False,
    lasting=True,
)
STRIKE = Kind(
    name="strike",
    mode=3,
    modes=(7, 3, 18),
    references=STRIKES,
    party=3,
    size=3,
    minutes=(7, 19),
    kills=(40, 130),
    deaths=(0, 2),
    weight=4.0,
    playlist=4252456044,
    finished=0.9,
)
NIGHTFALL = Kind(
    name="nightfall",
    mode=46,
    modes=(7, 46, 18),
    references=(13813394, 45113325, 89113250, 68611398, 68611399),
    party=3,
    size=3,
    minutes=(11, 38),
    kills=(30, 100),
    deaths=(0, 3),
    weight=2.0,
    finished=0.8,
    scored=True,
)
CONTROL = Kind(
    name="control",
    mode=73,
    modes=(5, 10, 73),
    references=MAPS,
    party=6,
    size=12,
    minutes=(6, 12),
    kills=(4, 26),
    deaths=(4, 18),
    weight=5.0,
    playlist=3176544780,
    teams=2,
    scored=True,
)
SURVIVAL = Kind(
    name="survival",
    mode=37,
    modes=(5, 69, 37),
    references=MAPS,
    party=3,
    size=6,
    minutes=(5, 13),
    kills=(2, 14),
    deaths=(2, 9),
    weight=2.5,
    playlist=135537449,
    teams=2,
    scored=True,
)
IRON_BANNER = Kind(
    name="iron_banner",
    mode=43,
    modes=(5, 19, 43),
    references=MAPS,
    party=6,
    size=12,
    minutes=(8, 13),
    kills=(4, 28),
    deaths=(4, 18),
    weight=1.2,
    playlist=3753505781,
    teams=2,
    scored=True,
)
RUMBLE = Kind(
    name="rumble",
    mode=48,
    modes=(5, 48),
    references=(399506119, 609844331, 777592567, 806094750, 2271820498),
    party=1,
    size=6,
    minutes=(6, 11),
    kills=(4, 24),
    deaths=(4, 18),
    weight=0.8,
    playlist=914148167,
    places=True,
    scored=True,
)
GAMBIT = Kind(
    name="gambit",
    mode=63,
    modes=(64, 63),
    references=(130729504, 244166221, 249656167, 673053667, 1037070105, 1043946881),
    party=4,
    size=8,
    minutes=(8, 17),
    kills=(20, 70),
    deaths=(1, 6),
    weight=1.6,
    playlist=135431604,
    teams=2,
    scored=True,
)
PATROL = Kind(
    name="patrol",
    mode=6,
    modes=(7, 6),
    references=(4159221189, 2503939905, 1233767907, 4166562681, 3143798436),
    party=3,
    size=1,
    minutes=(2, 26),
    kills=(5, 60),
    deaths=(0, 1),
    weight=3.2,
    finished=0.0,
    matched=False,
)
STORY = Kind(
    name="story",
    mode=2,
    modes=(7, 2),
    references=(2660895412, 3083820154, 1199493030, 921878495, 2446907856),
    party=3,
    size=1,
    minutes=(6, 28),
    kills=(40, 110),
    deaths=(0, 2),
    weight=2.2,
    finished=0.85,
    matched=False,
)
PRIVATE_MATCH = Kind(
    name="private_match",
    mode=32,
    modes=(32,),
    references=MAPS,
    party=12,
    size=2,
    minutes=(3, 12),
    kills=(2, 20),
    deaths=(2, 18),
    weight=0.4,
    playlist=3959500077,
    teams=2,
    scored=True,
    matched=False,
    private=True,
)

KINDS = (
    RAID,
    DUNGEON,
    STRIKE,
    NIGHTFALL,
    CONTROL,
    SURVIVAL,
    IRON_BANNER,
    RUMBLE,
    GAMBIT,
    PATROL,
    STORY,
    PRIVATE_MATCH,
)

WEAPONS = (
    580961571, 4094657108, 679281855, 2804704802, 2855157553, 487361141, 2563012876, 1096206669,
    161537637, 299665907, 1678957659, 1678957657, 227548887, 1310413524, 409551876, 3166250992,
    3185293914, 431721920, 834081972, 1856262127, 3245493570, 3013315457, 541053086, 3005104939,
    2856683562, 1952163498, 472847207, 1345867570, 276918162, 2891976012, 569799274, 1447973650,
    2936850733, 896923850, 3690523502, 736901634, 2448907086, 1529450902, 2399110176, 3748713779,
    1399109800, 711889599, 1538967359, 3410721600, 772531208, 3110698812, 4100775158, 566976652,
    3103325054, 471518543, 3248429089, 847329160, 3228096719, 3920310144, 3312073053, 2807687156,
    3909683950, 2272041093, 2636190042, 3005879473,
)  # fmt: skip

EMBLEMS = (
    (3639046095, "/common/destiny2_content/icons/d9b57efbed3d8024d2e8689b4264ee3d.jpg"),
    (2939572587, "/common/destiny2_content/icons/a00dbd46e5ac9fda5876b77f7d808929.jpg"),
    (2399682327, "/common/destiny2_content/icons/0b06b71feec99e47d6e9229cbc8ad54f.jpg"),
    (1985773549, "/common/destiny2_content/icons/200b57046356fd49d3adf7bb707b3780.jpg"),
    (1918663073, "/common/destiny2_content/icons/5aaefbe39378330c103a37a27216c26c.jpg"),
    (776878384, "/common/destiny2_content/icons/e9006e036fc0e7be545939e7d06066a3.jpg"),
    (1985773544, "/common/destiny2_content/icons/d55ccf6f275c271282f7eed5a13ec393.jpg"),
    (1625974211, "/common/destiny2_content/icons/121d80c06b4e8cfccdd9afff03ba0eff.jpg"),
    (3986958425, "/common/destiny2_content/icons/22cbf509d1d5d34c0170c9e979ba04b6.jpg"),
    (2414564781, "/common/destiny2_content/icons/4efc73c42cbb4a66d6f6111d117e1f8e.jpg"),
    (3931192719, "/common/destiny2_content/icons/86ec11719aaf1fd057dfef05efc760aa.jpg"),
    (383734239, "/common/destiny2_content/icons/0d06935490296b3db81e219851c5af9e.jpg"),
)

# name, hash, type number
CLASSES = (("Titan", 3655393761, 0), ("Hunter", 671679327, 1), ("Warlock", 2271682572, 2))
RACES = ((3887404748, 0), (2803282938, 1), (898834093, 2))
GENDERS = ((3111576190, 0), (2204441813, 1))

FIRST_TEAM = 17
TEAM_NAMES = {16: "Alpha", 17: "Bravo"}
