"""The archive's form: replies as zstd, with a dictionary of what every report says anyway.

The dictionary is made here, out of the shape of a report and no real data; each one ever used is kept in
the database, so that a change of this module never makes an old reply unreadable.
"""

import zlib
from functools import cache

import zstandard

from tracking.models import ArchiveDictionary

LEVEL = 4  # 0.11 ms and 1,571 bytes for a reply of 24 KB; level 9 takes 0.71 ms for 1,495

_COUNTED = ("assists", "completed", "deaths", "kills", "opponentsDefeated", "efficiency", "killsDeathsRatio")
_TIMED = (
    "killsDeathsAssists",
    "score",
    "activityDurationSeconds",
    "completionReason",
    "fireteamId",
    "startSeconds",
)
_LAST = (
    "timePlayedSeconds",
    "playerCount",
    "teamScore",
    "averageScorePerKill",
    "averageScorePerLife",
    "standing",
)
_EXTENDED = (
    "precisionKills",
    "weaponKillsGrenade",
    "weaponKillsMelee",
    "weaponKillsSuper",
    "weaponKillsAbility",
)
_WEAPON = ("uniqueWeaponKills", "uniqueWeaponPrecisionKills", "uniqueWeaponKillsPrecisionKills")


def _statistics(names: tuple[str, ...], value: str = "0.0", display: str = "0") -> str:
    return ",".join(f'"{name}":{{"basic":{{"value":{value},"displayValue":"{display}"}}}}' for name in names)


def _weapon() -> str:
    return f'{{"referenceId":1234567890,"values":{{{_statistics(_WEAPON, "1.0", "1")}}}}},'


def _entry(class_name: str, class_hash: int) -> str:
    return (
        '{"standing":0,"score":{"basic":{"value":0.0,"displayValue":"0"}},"player":{"destinyUserInfo":'
        '{"iconPath":"/common/destiny2_content/icons/0.jpg","crossSaveOverride":3,"applicableMembershipTypes":[3,1,2],'
        '"isPublic":true,"membershipType":3,"membershipId":"4611686018400000000","displayName":"",'
        f'"bungieGlobalDisplayName":"","bungieGlobalDisplayNameCode":1000}},"characterClass":"{class_name}",'
        f'"classHash":{class_hash},"raceHash":898834093,"genderHash":3111576190,"characterLevel":50,"lightLevel":1810,'
        '"emblemHash":1000000000},"characterId":"2305843009300000000","values":{'
        + _statistics(_COUNTED)
        + ","
        + _statistics(_TIMED)
        + ","
        + _statistics(_LAST)
        + '},"extended":{"weapons":['
        + 2 * _weapon()
        + '],"values":{'
        + _statistics(_EXTENDED)
        + "}}},"
    )


@cache
def current_content() -> bytes:
    head = (
        '{"Response":{"period":"2024-01-01T00:00:00Z","startingPhaseIndex":0,"activityWasStartedFromBeginning":true,'
        '"activityDetails":{"referenceId":1000000000,"directorActivityHash":1000000000,"instanceId":"14000000000",'
        '"mode":4,"modes":[7,4],"isPrivate":false,"membershipType":3},"entries":['
    )
    teams = '],"teams":[{"teamId":18,"standing":{"basic":{"value":0.0,"displayValue":"Victory"}},"score":'
    tail = '}],"ErrorCode":1,"ThrottleSeconds":0,"ErrorStatus":"Success","Message":"Ok","MessageData":{}}'
    classes = (("Titan", 3655393761), ("Hunter", 671679327), ("Warlock", 2271682572))
    reasons = '"value":0.0,"displayValue":"Objective Completed"}},"value":1.0,"displayValue":"Yes"}},"Defeat"'
    return "".join((reasons, head, *(_entry(*pair) for pair in classes), teams, tail)).encode()


@cache
def current_id() -> int:
    """The dictionary that is written with now."""
    return zlib.crc32(current_content())


def keep_dictionary() -> None:
    """Stores the current dictionary for the readers to come, in the transaction that first needs it."""
    row = ArchiveDictionary(id=current_id(), content=current_content())
    ArchiveDictionary.objects.bulk_create([row], ignore_conflicts=True)


def compress(body: bytes) -> bytes:
    return _compressor().compress(body)


def decompress(body: bytes, dictionary_id: int) -> bytes:
    return _decompressor(dictionary_id).decompress(body)


@cache
def _compressor() -> zstandard.ZstdCompressor:
    dictionary = _dictionary(current_content())
    dictionary.precompute_compress(level=LEVEL)  # once, and not with every reply
    return zstandard.ZstdCompressor(level=LEVEL, dict_data=dictionary)


@cache
def _decompressor(dictionary_id: int) -> zstandard.ZstdDecompressor:
    content = ArchiveDictionary.objects.get(id=dictionary_id).content
    return zstandard.ZstdDecompressor(dict_data=_dictionary(bytes(content)))


def _dictionary(content: bytes) -> zstandard.ZstdCompressionDict:
    return zstandard.ZstdCompressionDict(content, dict_type=zstandard.DICT_TYPE_RAWCONTENT)
