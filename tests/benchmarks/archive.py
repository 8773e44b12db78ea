"""How small a reply lies in the archive, by Bungie's own replies."""

import json
import os
import time
from pathlib import Path
from statistics import median

from tests.benchmarks.figures import ROOT, Figure

RECORDED = ROOT.parent / "shared" / "bungie" / "recorded"
ROUNDS = 50


def median_bytes() -> Figure:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "rasputin.settings")
    import django

    django.setup()
    from tracking import archive

    bodies = [_as_sent(file) for file in sorted(RECORDED.glob("pgcr/*/*.json"))]
    if not bodies:
        raise SystemExit(f"there are no recorded replies at {RECORDED}")
    sizes = [len(archive.compress(body)) for body in bodies]
    began = time.process_time()
    for body in ROUNDS * bodies:
        archive.compress(body)
    cost = (time.process_time() - began) / ROUNDS / len(bodies) * 1000
    usual = median(map(len, bodies))
    said = (
        f"{len(bodies)} recorded replies, compact as Bungie sends them (median {usual:,.0f} bytes),"
        f" {min(sizes)} to {max(sizes):,} each; level {archive.LEVEL}, dictionary"
        f" of {len(archive.current_content()):,} bytes made of no real data, {cost:.2f} ms of CPU each"
    )
    return Figure(median(sizes), "bytes", said, "at most 1,200")


def _as_sent(file: Path) -> bytes:
    return json.dumps(json.loads(file.read_bytes()), separators=(",", ":"), ensure_ascii=False).encode()
