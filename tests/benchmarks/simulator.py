"""How many reports a second the simulator renders and sends on one core."""

import json
import subprocess
import sys

from tests.benchmarks.figures import ROOT, Figure

SAID = (
    "its own load loop; a second of the server's CPU time, each report asked for the first time, evenly from "
    "all that a planned world of 400 members played in 18 days ({rendered[entries]} entries a report); with "
    "40 % raids of six, 40 % matches of twelve, 20 % solo ({crowded[entries]} entries) "
    "{crowded[reports_per_cpu_second]:,.0f}, from its cache {cached[reports_per_cpu_second]:,.0f}"
)


def reports_per_second() -> Figure:
    command = [sys.executable, "-m", "rasputin.simulator", "--bench", "--json"]
    run = subprocess.run(command, cwd=ROOT, check=True, capture_output=True, text=True)
    told = json.loads(run.stdout)
    value = told["rendered"]["reports_per_cpu_second"]
    return Figure(value, "reports/s", SAID.format(**told), "at least 1,500")
