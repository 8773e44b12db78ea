"""How many reports a second the simulator renders and sends on one core."""

import json
import subprocess
import sys

from tests.benchmarks.figures import ROOT, Figure


def reports_per_second() -> Figure:
    command = [sys.executable, "-m", "rasputin.simulator", "--bench", "--json"]
    run = subprocess.run(command, cwd=ROOT, check=True, capture_output=True, text=True)
    rendered = json.loads(run.stdout)["rendered"]
    said = "its own load loop; a second of the server's CPU time, each report rendered for the first time"
    return Figure(rendered["reports_per_cpu_second"], "reports/s", said, "at least 1,500")
