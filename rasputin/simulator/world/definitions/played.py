"""The activities of the simulated game by their real names, with where they are and their picture."""

from __future__ import annotations

from typing import NamedTuple


class Played(NamedTuple):
    """`difficulty` is what the name says after a colon, if anything. `picture` is a file's name."""

    hash: int
    name: str
    difficulty: str
    kind: int
    destination: int
    picture: str


PLAYED = (
    # raid
    Played(4179289725, "Crota's End", "Normal", 2043403989, 290444260, "raid_crotas_end"),
    Played(2381413764, "Root of Nightmares", "Standard", 2043403989, 4173149923, "raid_nightmares"),
    Played(1374392663, "King's Fall", "Normal", 2043403989, 4173149923, "raid_kings_fall"),
    Played(3881495763, "Vault of Glass", "Normal", 2043403989, 3871070152, "vault_of_glass"),
    Played(3458480158, "Garden of Salvation", "", 2043403989, 677774031, "raid_garden_of_salvation"),
    Played(2122313384, "Last Wish", "Level 55", 2043403989, 1416096592, "raid_beanstalk"),
    Played(910380154, "Deep Stone Crypt", "", 2043403989, 1729879943, "europa-raid-deep-stone-crypt"),
    # dungeon
    Played(1375089621, "Pit of Heresy", "Normal", 608898761, 290444260, "dungeon_pit_of_heresy"),
    Played(1077850348, "Prophecy", "", 608898761, 1553550479, "dungeon_prophecy"),
    Played(2823159265, "Duality", "Normal", 608898761, 4081978654, "dungeon_duality"),
    Played(
        4078656646, "Grasp of Avarice", "Normal", 608898761, 3592473643, "30th-anniversary-grasp-of-avarice"
    ),
    Played(1262462921, "Spire of the Watcher", "Normal", 608898761, 1615213322, "placeholder"),
    # dungeon_as_story
    Played(2582501063, "Pit of Heresy", "Normal", 608898761, 677774031, "dungeon_pit_of_heresy"),
    Played(785700678, "Pit of Heresy", "Legend", 608898761, 677774031, "dungeon_pit_of_heresy"),
    # strike
    Played(442671778, "The Arms Dealer", "", 4110605575, 1199524104, "strike_the_arms_dealer"),
    Played(661855681, "Lake of Shadows", "", 4110605575, 1199524104, "strike_lake_of_shadows"),
    Played(376759502, "The Glassway", "", 1686739444, 1729879943, "europa-strike-blackbird"),
    Played(3597990372, "Fallen S.A.B.E.R.", "", 3652020199, 3990611421, "cosmodrome_fallen_saber"),
    Played(969982762, "The Devils' Lair", "", 3652020199, 3990611421, "cosmodrome_devils_lair"),
    Played(546528643, "Proving Grounds", "", 3652020199, 3607432451, "nessus_proving_grounds"),
    Played(896593727, "Warden of Nothing", "", 4110605575, 251989860, "strike_aries"),
    Played(224295651, "The Corrupted", "", 4110605575, 2779202173, "strike_gemini"),
    Played(4252456044, "Vanguard Strikes", "", 2889152536, 2512542997, "placeholder"),
    # nightfall
    Played(13813394, "Nightfall: The Ordeal", "Strange Terrain", 575572995, 308080871, "strike_nokris"),
    Played(45113325, "K1 Communion (Legendary)", "", 575572995, 290444260, "k1_communion"),
    Played(89113250, "Nightfall Grandmaster", "Broodhold", 575572995, 3821439926, "strike_virgo"),
    Played(68611398, "Nightfall: The Ordeal", "Grandmaster", 575572995, 126924919, "strike_exodus_crash"),
    Played(68611399, "Nightfall: The Ordeal", "Master", 575572995, 126924919, "strike_exodus_crash"),
    # patrol
    Played(4159221189, "Io", "", 3497767639, 2218917881, "patrol_Io"),
    Played(2503939905, "The Moon", "", 3497767639, 290444260, "patrol_moon"),
    Played(1233767907, "Hellas Basin", "", 3497767639, 308080871, "free_roam_polaris"),
    Played(4166562681, "Titan", "", 3497767639, 2388758973, "patrol_titan"),
    Played(3143798436, "European Dead Zone", "", 3497767639, 1199524104, "patrol_edz"),
    # story
    Played(
        2660895412,
        "Daily Heroic Story Mission",
        "Ice and Shadow",
        1686739444,
        308080871,
        "campaign_pepperoni",
    ),
    Played(3083820154, "A Shadow Overhead", "", 1686739444, 2218917881, "story_a_shadow_overhead"),
    Played(1199493030, "European Aerial Zone: [Arc] Day", "", 1686739444, 3158922420, "european_aerial_zone"),
    Played(921878495, "Interference", "", 1686739444, 2218917881, "story_interference"),
    Played(
        2446907856, "A Mysterious Disturbance", "", 1686739444, 290444260, "story_a_mysterious_disturbance"
    ),
    # lost_sector
    Played(55186256, "Skydock IV", "Master", 103143560, 697502628, "skydock_iv"),
    Played(55186263, "Skydock IV", "Legend", 103143560, 697502628, "skydock_iv"),
    Played(144485114, "Scavenger's Den", "Legend", 103143560, 697502628, "edz_lost_sector_scavengers_den"),
    Played(144485117, "Scavenger's Den", "Master", 103143560, 697502628, "edz_lost_sector_scavengers_den"),
    Played(145221019, "Extraction", "Legend", 103143560, 2244580325, "gateway_ls"),
    Played(184186578, "K1 Crew Quarters", "Master", 103143560, 677774031, "moon_k1_crew_quarters"),
    Played(480864726, "Sepulcher", "Legend", 103143560, 2244580325, "canal_ls"),
    Played(
        548616650,
        "Excavation Site XII",
        "Legend",
        103143560,
        697502628,
        "edz_lost_sector_excavation_site_xii",
    ),
    # offensive
    Played(3594496514, "Ketchcrash", "", 263019149, 1138538228, "season_18_ketchcrash"),
    Played(287709797, "Ketchcrash", "Master", 263019149, 1138538228, "season_18_ketchcrash"),
    Played(54269080, "The Wellspring: Attack", "", 263019149, 2244580325, "wellspring_attack_two"),
    Played(2948928434, "The Wellspring: Defend", "", 263019149, 2244580325, "wellspring_defend_one"),
    Played(2598159342, "The Wellspring: Attack", "Master", 263019149, 2244580325, "wellspring_attack_two"),
    Played(2025320010, "The Wellspring: Defend", "Master", 263019149, 2244580325, "wellspring_defend_two"),
    # menagerie
    Played(1831470693, "The Menagerie", "Heroic", 400075666, 2155983995, "menagerie"),
    Played(3107795800, "The Menagerie", "Heroic", 400075666, 2155983995, "menagerie"),
    Played(3115455134, "The Menagerie", "Heroic", 400075666, 2155983995, "menagerie"),
    # dares
    Played(
        265600452, "Dares of Eternity", "Normal", 102866517, 3075136232, "30th-anniversary-dares-of-eternity"
    ),
    Played(
        1699058902, "Dares of Eternity", "Legend", 102866517, 3075136232, "30th-anniversary-dares-of-eternity"
    ),
    # nightmare_hunt
    Played(571058904, "Nightmare Hunt: Anguish", "Master", 332181804, 290444260, "nightmare_hunt_anguish"),
    Played(571058905, "Nightmare Hunt: Anguish", "Legend", 332181804, 290444260, "nightmare_hunt_anguish"),
    Played(571058910, "Nightmare Hunt: Anguish", "Hero", 332181804, 290444260, "nightmare_hunt_anguish"),
    Played(
        1188363426, "Nightmare Hunt: Servitude", "Master", 332181804, 290444260, "nightmare_hunt_servitude"
    ),
    Played(
        1188363427, "Nightmare Hunt: Servitude", "Legend", 332181804, 290444260, "nightmare_hunt_servitude"
    ),
    Played(1342492674, "Nightmare Hunt: Fear", "Legend", 332181804, 290444260, "nightmare_hunt_fear"),
    # forge
    Played(1878615566, "Forge Ignition", "", 838603889, 126924919, "placeholder"),
    Played(10898844, "Forge Ignition", "", 838603889, 1199524104, "placeholder"),
    Played(1019949956, "Forge Ignition", "", 838603889, 1199524104, "placeholder"),
    Played(1483179969, "Forge Ignition", "", 838603889, 126924919, "placeholder"),
    Played(2656947700, "Izanami Forge", "", 838603889, 126924919, "black_armory_forge_izanami"),
    # unfiled
    Played(192312245, "Expunge: Tartarus", "Normal", 1686739444, 1729879943, "season_14_expunge_tartarus"),
    Played(1358982784, "Expunge: Styx", "Normal", 1686739444, 677774031, "season_14_expunge_styx"),
    # control
    Played(247771251, "The Burnout", "", 4088006058, 1782858935, "pvp_the_burnout"),
    Played(788769683, "Javelin-4", "", 4088006058, 4016153074, "crucible_shaft"),
    Played(2851089328, "Pacifica", "", 4088006058, 482721436, "pvp_pacifica"),
    Played(279800038, "Midtown", "", 4088006058, 71557692, "crucible_midtown"),
    Played(1827033571, "Endless Vale", "", 4088006058, 1017151023, "crucible_grove"),
    Played(1647670007, "Rusted Lands", "", 4088006058, 71557692, "crucible_rusted_lands"),
    Played(1008195646, "Fragment", "", 4088006058, 1782858935, "crucible_fragment"),
    Played(1141558876, "Altar of Flame", "", 4088006058, 1782858935, "crucible_ness"),
    Played(3176544780, "Control", "", 3956381302, 2777041980, "placeholder"),
    # survival
    Played(135537449, "Survival", "", 2175955486, 2777041980, "placeholder"),
    # iron_banner
    Played(3753505781, "Iron Banner", "", 2371050408, 2777041980, "placeholder"),
    # iron_banner_zones
    Played(27283751, "Disjunction", "Zone Control", 2371050408, 4088006058, "crucible_disjunction"),
    Played(1701316080, "Widow's Court", "Zone Control", 2371050408, 4088006058, "crucible_widows_court"),
    Played(3008000924, "Radiant Cliffs", "Zone Control", 2371050408, 4088006058, "pvp_radiant_cliffs"),
    Played(2888503916, "Iron Banner", "", 2371050408, 4088006058, "placeholder"),
    # trials
    Played(64172690, "Midtown", "", 2112637710, 71557692, "crucible_midtown"),
    Played(105227112, "Altar of Flame", "", 2112637710, 1782858935, "crucible_ness"),
    Played(114977383, "Exodus Blue", "", 2112637710, 71557692, "crucible_exodus_blue"),
    Played(176316743, "Javelin-4", "", 2112637710, 4016153074, "crucible_shaft"),
    Played(281812211, "Vostok", "", 2112637710, 71557692, "crucible_observatory"),
    Played(945166984, "The Dead Cliffs", "", 2112637710, 71557692, "crucible_cliffside"),
    Played(1229253616, "The Burnout", "", 2112637710, 1782858935, "pvp_the_burnout"),
    Played(1337591828, "Cathedral of Dusk", "", 2112637710, 2239137327, "crucible_cathedral_of_dusk"),
    Played(588019350, "Trials of Osiris", "", 2112637710, 4088006058, "placeholder"),
    # mayhem
    Played(903584917, "Mayhem", "", 3517186939, 2777041980, "playlist_mayhem"),
    # momentum
    Played(935998519, "Momentum Control", "", 4088006058, 4088006058, "placeholder"),
    # scorched
    Played(3787302650, "Team Scorched", "", 4088006058, 4088006058, "placeholder"),
    # rift
    Played(236451195, "Distant Shore", "", 2371050408, 1017151023, "crucible_distant_shore"),
    Played(264249450, "Convergence", "", 2371050408, 1782858935, "pvp_longshot_2"),
    Played(604276217, "Javelin-4", "", 2371050408, 4016153074, "crucible_shaft"),
    Played(719373386, "Altar of Flame", "", 2371050408, 1782858935, "crucible_ness"),
    Played(780184474, "Cathedral of Dusk", "", 2371050408, 4102725222, "crucible_cathedral_of_dusk"),
    Played(1097619368, "Disjunction", "", 2371050408, 2039972170, "crucible_disjunction"),
    Played(1113451448, "Rift", "", 4088006058, 4088006058, "placeholder"),
    # rumble
    Played(399506119, "Endless Vale", "", 964120289, 1072559238, "crucible_grove"),
    Played(609844331, "Rusted Lands", "", 964120289, 1976362504, "crucible_rusted_lands"),
    Played(777592567, "Midtown", "", 964120289, 1976362504, "crucible_midtown"),
    Played(806094750, "Javelin-4", "", 964120289, 3989677910, "crucible_shaft"),
    Played(2271820498, "The Burnout", "", 964120289, 2709666235, "pvp_the_burnout"),
    Played(914148167, "Rumble", "", 964120289, 2777041980, "placeholder"),
    # rumble_unfiled
    Played(2081877020, "The Fortress", "", 4088006058, 71557692, "crucible_hull"),
    Played(2259621230, "Rumble", "", 4088006058, 4088006058, "placeholder"),
    # gambit
    Played(130729504, "Emerald Coast", "", 248695599, 1955695930, "gambit_badlands"),
    Played(244166221, "Kell's Grave", "", 2490937569, 1621667531, "gambit_scrap"),
    Played(249656167, "Legion's Folly", "", 2490937569, 123491860, "gambit_ledge"),
    Played(673053667, "Deep Six", "", 2490937569, 1590276, "gambit_trinity"),
    Played(1037070105, "Cathedral of Scars", "", 2490937569, 620798773, "gambit_dreamycliffs"),
    Played(1043946881, "New Arcadia", "", 2490937569, 3004560036, "gambit_hold"),
    Played(135431604, "Gambit", "", 248695599, 248695599, "placeholder"),
    # private_match
    Played(3959500077, "Private Match", "", 1365291283, 4088006058, "placeholder"),
)

# The real manifest does not say of which modes these are.
UNFILED = frozenset({
    4179289725, 2381413764, 1374392663, 3881495763, 3458480158, 910380154, 1077850348, 2823159265,
    4078656646, 1262462921, 1199493030, 571058904, 571058905, 571058910, 1188363426, 1188363427,
    1342492674, 192312245, 1358982784, 247771251, 788769683, 2851089328, 279800038, 1827033571,
    1647670007, 1008195646, 1141558876, 2081877020,
})  # fmt: skip
