"""Places, and the destinations that lie in them."""

from __future__ import annotations

from collections.abc import Iterator

from rasputin.simulator.world.definitions.shapes import Json, definition, icon

PLACES = {
    1590276: "Deep Six",
    248695599: "Gambit",
    251989860: "Prison of Elders",
    386951460: "Titan, Moon of Saturn",
    541863059: "European Aerial Zone",
    662472328: "Strike Playlist",
    677774031: "The Moon",
    1122149715: "Cathedral of Scars",
    1416096592: "The Dreaming City",
    1446501763: "Derelict Leviathan",
    1449984089: "Unknown Space",
    1523708092: "Asteroid Belt",
    1729879943: "Rathmore Chaos, Europa",
    2096719558: "The Menagerie",
    2244580325: "Court of Savathûn, Throne World",
    2315564210: "Legion's Folly",
    2426873752: "Mars",
    2642884869: "Kell's Grave",
    2809578934: "Mars",
    2877881518: "The Dreaming City",
    2961497387: "Orbit",
    3004560036: "New Arcadia",
    3325508439: "The Moon",
    3526908984: "Nessus",
    3607432451: "Nessus",
    3747705955: "Earth",
    3821439926: "The Tangled Shore",
    3871070152: "Venus",
    4088006058: "The Crucible",
    4173149923: "Dreadnaught",
    4251857532: "Io",
}
# hash: name, place
DESTINATIONS = {
    1590276: ("Deep Six", 1590276),
    71557692: ("The Crucible", 4088006058),
    123491860: ("Legion's Folly", 2315564210),
    126924919: ("Arcadian Valley", 3526908984),
    248695599: ("The Derelict", 248695599),
    251989860: ("Prison of Elders", 251989860),
    290444260: ("The Moon", 3325508439),
    308080871: ("Hellas Basin", 2426873752),
    482721436: ("The Crucible", 4088006058),
    620798773: ("Cathedral of Scars", 1122149715),
    677774031: ("The Moon", 677774031),
    697502628: ("European Dead Zone", 3747705955),
    1017151023: ("The Crucible", 4088006058),
    1072559238: ("The Crucible", 4088006058),
    1138538228: ("Asteroid Belt", 1523708092),
    1199524104: ("European Dead Zone", 3747705955),
    1416096592: ("The Dreaming City", 1416096592),
    1553550479: ("IX Realms", 3747705955),
    1615213322: ("Seraph Station", 2809578934),
    1621667531: ("Kell's Grave", 2642884869),
    1729879943: ("Europa", 1729879943),
    1782858935: ("The Crucible", 4088006058),
    1955695930: ("Emerald Coast", 248695599),
    1976362504: ("The Crucible", 4088006058),
    2039972170: ("The Crucible", 4088006058),
    2155983995: ("Nessus Orbit", 2096719558),
    2218917881: ("Echo Mesa", 4251857532),
    2239137327: ("The Crucible", 4088006058),
    2244580325: ("Court of Savathûn", 2244580325),
    2388758973: ("New Pacific Arcology", 386951460),
    2512542997: ("Strike Playlist", 662472328),
    2709666235: ("The Crucible", 4088006058),
    2777041980: ("The Crucible", 4088006058),
    2779202173: ("The Dreaming City", 2877881518),
    3004560036: ("New Arcadia", 3004560036),
    3075136232: ("Eternity", 1449984089),
    3158922420: ("European Aerial Zone", 541863059),
    3592473643: ("Cosmodrome Caverns", 3747705955),
    3607432451: ("Arcadian Valley", 3607432451),
    3821439926: ("The Tangled Shore", 3821439926),
    3871070152: ("Ishtar Sink, Venus", 3871070152),
    3989677910: ("The Crucible", 4088006058),
    3990611421: ("Cosmodrome", 3747705955),
    4016153074: ("The Crucible", 4088006058),
    4081978654: ("Derelict Leviathan", 1446501763),
    4088006058: ("The Crucible", 4088006058),
    4102725222: ("The Crucible", 4088006058),
    4173149923: ("Dreadnaught", 4173149923),
}
NOWHERE = 2961497387


def place_definitions() -> Iterator[Json]:
    for index, (number, name) in enumerate(PLACES.items()):
        yield definition(number, index, name, "", icon("place", number))


def destination_definitions() -> Iterator[Json]:
    for index, (number, (name, place)) in enumerate(DESTINATIONS.items()):
        yield definition(
            number,
            index,
            name,
            "",
            icon("destination", number),
            placeHash=place,
            defaultFreeroamActivityHash=0,
            activityGraphEntries=[],
            bubbleSettings=[],
            bubbles=[],
        )


def place_of(destination: int) -> int:
    return DESTINATIONS[destination][1] if destination in DESTINATIONS else NOWHERE
