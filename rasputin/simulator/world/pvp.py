"""What is played against others, under the hashes that the real game uses."""

from __future__ import annotations

from dataclasses import replace

from rasputin.simulator.world.kind import Kind

MAPS = (247771251, 788769683, 2851089328, 279800038, 1827033571, 1647670007, 1008195646, 1141558876)

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
    shy=0.04,
)
# The sort of Iron Banner that its own mode alone listed.
IRON_BANNER_ZONES = replace(
    IRON_BANNER,
    name="iron_banner_zones",
    mode=91,
    modes=(5, 19, 91),
    references=(27283751, 1701316080, 3008000924),
    weight=0.3,
    playlist=2888503916,
    shy=0.5,
)
TRIALS = replace(
    SURVIVAL,
    name="trials",
    mode=84,
    modes=(5, 84),
    references=(64172690, 105227112, 114977383, 176316743, 281812211, 945166984, 1229253616, 1337591828),
    minutes=(4, 12),
    weight=1.3,
    playlist=588019350,
)
MAYHEM = replace(
    CONTROL, name="mayhem", mode=25, modes=(5, 25), kills=(10, 45), weight=0.6, playlist=903584917
)
MOMENTUM = replace(CONTROL, name="momentum", mode=81, modes=(5, 81), weight=0.5, playlist=935998519)
SCORCHED = replace(CONTROL, name="scorched", mode=62, modes=(5, 61, 62), weight=0.3, playlist=3787302650)
RIFT = replace(
    CONTROL,
    name="rift",
    mode=88,
    modes=(5, 88),
    references=(236451195, 264249450, 604276217, 719373386, 780184474, 1097619368),
    weight=0.5,
    playlist=1113451448,
    sideless=0.3,
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
# Rumble that was filed under no mode, its rows without a standing.
RUMBLE_UNFILED = replace(
    RUMBLE,
    name="rumble_unfiled",
    mode=0,
    modes=(5,),
    references=(2081877020,),
    weight=0.2,
    playlist=2259621230,
    ranked=False,
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
    sideless=0.03,
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
    sideless=0.2,
)

PVP = (
    CONTROL,
    SURVIVAL,
    IRON_BANNER,
    IRON_BANNER_ZONES,
    TRIALS,
    MAYHEM,
    MOMENTUM,
    SCORCHED,
    RIFT,
    RUMBLE,
    RUMBLE_UNFILED,
    GAMBIT,
    PRIVATE_MATCH,
)
