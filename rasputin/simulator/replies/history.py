"""The rows of histories, rendered from the world's numbers as pieces of text that are joined once."""

from __future__ import annotations

from rasputin.simulator.replies.dress import (
    clock_time,
    fireteam,
    listed,
    plain,
    ratio,
    reason,
    standing,
    team,
    thousands,
    yes_no,
)
from rasputin.simulator.world.plan import Instance
from rasputin.simulator.world.scores import Score

ASSISTS = listed("assists", plain)
SCORE = listed("score", thousands)
KILLS = listed("kills", plain)
SCORE_PER_KILL = listed("averageScorePerKill", ratio)
DEATHS = listed("deaths", plain)
SCORE_PER_LIFE = listed("averageScorePerLife", ratio)
COMPLETED = listed("completed", yes_no)
DEFEATED = listed("opponentsDefeated", plain)
EFFICIENCY = listed("efficiency", ratio)
KILLS_DEATHS = listed("killsDeathsRatio", ratio)
KILLS_DEATHS_ASSISTS = listed("killsDeathsAssists", ratio)
DURATION = listed("activityDurationSeconds", clock_time)
STANDING = listed("standing", standing)
TEAM = listed("team", team)
REASON = listed("completionReason", reason)
START = listed("startSeconds", clock_time)
PLAYED = listed("timePlayedSeconds", clock_time)
PLAYER_COUNT = listed("playerCount", plain)
TEAM_SCORE = listed("teamScore", thousands, after="")


def row_values(instance: Instance, score: Score) -> bytes:
    """The values of a row, in the order in which the API writes them."""
    kills, deaths, assists, points = score.kills, score.deaths, score.assists, score.score
    defeated, lives = kills + assists, deaths or 1
    pieces = (
        ASSISTS[assists],
        SCORE[points],
        KILLS[kills],
        SCORE_PER_KILL[points / (kills or 1)],
        DEATHS[deaths],
        SCORE_PER_LIFE[points / (deaths + 1)],
        COMPLETED[score.completed],
        DEFEATED[defeated],
        EFFICIENCY[defeated / lives],
        KILLS_DEATHS[kills / lives],
        KILLS_DEATHS_ASSISTS[(kills + assists / 2) / lives],
        DURATION[instance.duration],
        b"" if score.standing is None else STANDING[score.standing],
        TEAM[score.team or 0],
        REASON[score.completion_reason],
        b'"fireteamId":{"statId":"fireteamId","basic":%b},' % fireteam(score.fireteam_id),
        START[score.start_seconds],
        PLAYED[score.time_played_seconds],
        PLAYER_COUNT[score.player_count],
        TEAM_SCORE[score.team_score],
    )
    return b"".join(pieces)
