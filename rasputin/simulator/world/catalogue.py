"""What there is in the simulated game, under the hashes that the real game uses."""

from __future__ import annotations

from rasputin.simulator.world.pve import PVE
from rasputin.simulator.world.pvp import PVP

KINDS = (*PVE, *PVP)

# What makes an activity harder for who chooses it.
SKULLS = (36103086, 85104725, 93790318, 186409259, 197794292, 203094476, 426976067, 512042454, 517221851)

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
