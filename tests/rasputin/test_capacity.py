"""That docs/capacity.md is worked out as it says, from whatever was measured."""

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.benchmarks.capacity import PAGE, WANTED, Figures, capacity, read, tables, written

FIGURES = Figures(**WANTED)
amounts = st.floats(0.01, 1000)


def test_one_address_shares_its_requests_among_members() -> None:
    found = capacity(FIGURES._replace(budget_used_share=1.0, requests_per_member_hour=0.5))
    assert (found.requests_per_hour, found.members) == (90_000, 60_000)
    assert found.reports_per_second == pytest.approx(60_000 / 3600)
    assert found.naive_members == 90_000 / 25


@given(amounts, amounts)
def test_cheaper_members_are_more_members(requests: float, reports: float) -> None:
    dear = FIGURES._replace(requests_per_member_hour=requests, reports_per_member_hour=reports)
    cheap = dear._replace(requests_per_member_hour=requests / 2)
    assert capacity(cheap).members > capacity(dear).members
    assert capacity(cheap).addresses_for_many < capacity(dear).addresses_for_many
    assert capacity(dear).bytes_per_year_for_many == pytest.approx(capacity(cheap).bytes_per_year_for_many)


def test_what_was_not_measured_counts_as_wanted_and_is_marked(tmp_path: Path) -> None:
    bench = tmp_path / "bench.json"
    bench.write_text(json.dumps({"cpu_ms_per_report": {"value": 4.25}, "other": {"value": 1}}))
    figures, missing = read(bench)
    assert figures == FIGURES._replace(cpu_ms_per_report=4.25)
    assert missing == set(WANTED) - {"cpu_ms_per_report"}
    text = tables(figures, missing)
    assert "| `cpu_ms_per_report` | 4.25 | measured |" in text
    assert "| `bytes_per_report` | 5,000 | wanted, not measured |" in text


def test_the_page_has_the_rows_that_are_printed() -> None:
    page = PAGE.read_text()
    printed = tables(FIGURES, set())
    names = [line.split("|")[1] for line in printed.splitlines() if line]
    assert [line.split("|")[1] for line in page.splitlines() if line.startswith("|")] == names
    assert written(written(page, printed), printed) == written(page, printed)
