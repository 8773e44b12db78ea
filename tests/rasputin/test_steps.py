"""Services as generators: requests in threads, everything else on the caller's own thread."""

import threading
import time
from collections.abc import Callable
from functools import partial

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rasputin.steps import Steps, run_all, run_one


class Trouble(Exception):
    pass


def adding(*numbers: int) -> Steps[int]:
    """Asks for the size of each number in turn and returns their sum."""
    total = 0
    for number in numbers:
        total += yield partial(abs, number)
    return total


def failing() -> Steps[int]:
    def request() -> int:
        raise Trouble("asked")

    yield request
    return 0


def recovering() -> Steps[str]:
    def request() -> int:
        raise Trouble("asked")

    try:
        yield request
    except Trouble as error:
        answer: str = yield partial(str, f"after {error}")
        return answer
    return "without trouble"


def test_a_service_receives_its_answers_in_order() -> None:
    assert run_one(adding(1, 2, 3)) == 6


def test_a_service_without_requests_just_returns() -> None:
    assert run_one(adding()) == 0


def test_one_service_runs_on_this_thread_with_something_around_each_request() -> None:
    threads = []

    def around(request: Callable[[], int]) -> int:
        threads.append(threading.current_thread())
        return 10 * request()

    assert run_one(adding(1, 2), around=around) == 30
    assert threads == [threading.current_thread()] * 2


def test_an_error_is_raised_where_the_service_asked() -> None:
    assert run_one(recovering()) == "after asked"


def test_an_error_that_a_service_does_not_catch_is_the_callers() -> None:
    with pytest.raises(Trouble, match="asked"):
        run_one(failing())


def test_one_services_trouble_is_not_the_others() -> None:
    outcomes = dict(run_all([("bad", failing()), ("good", adding(1))], threads=2))
    assert outcomes["good"] == 1
    assert isinstance(outcomes["bad"], Trouble)


@settings(max_examples=30, deadline=None)
@given(work=st.lists(st.lists(st.integers(), max_size=4), max_size=8), threads=st.integers(1, 4))
def test_every_service_ends_once_with_its_own_answers(work: list[list[int]], threads: int) -> None:
    pairs = [(key, adding(*numbers)) for key, numbers in enumerate(work)]
    outcomes = list(run_all(pairs, threads=threads))
    assert sorted(outcomes, key=lambda pair: pair[0]) == [
        (key, sum(map(abs, numbers))) for key, numbers in enumerate(work)
    ]


def test_requests_run_in_threads_and_services_on_the_callers() -> None:
    seen: dict[str, set[str]] = {"service": set(), "request": set()}

    def note(part: str) -> None:
        seen[part].add(threading.current_thread().name)

    def service() -> Steps[None]:
        for _ in range(3):
            note("service")
            yield lambda: note("request")
        note("service")

    list(run_all([(number, service()) for number in range(4)], threads=2))
    assert seen["service"] == {threading.current_thread().name}
    assert all(name.startswith("request") for name in seen["request"])


def test_outcomes_come_in_the_order_in_which_services_end() -> None:
    first = threading.Event()

    def slow() -> Steps[str]:
        yield lambda: first.wait(10)
        return "slow"

    def fast() -> Steps[str]:
        yield lambda: None
        return "fast"

    order = []
    for key, _ in run_all([("slow", slow()), ("fast", fast())], threads=2):
        order.append(key)
        first.set()
    assert order == ["fast", "slow"]


def test_no_more_requests_are_on_the_wire_than_there_are_threads() -> None:
    lock, running, most = threading.Lock(), 0, 0

    def request() -> None:
        nonlocal running, most
        with lock:
            running += 1
            most = max(most, running)
        time.sleep(0.01)
        with lock:
            running -= 1

    def service() -> Steps[None]:
        yield request

    list(run_all([(number, service()) for number in range(12)], threads=3))
    assert most == 3


def test_what_surrounds_a_request_knows_whose_it_is() -> None:
    def around(key: str, request: Callable[[], int]) -> str:
        return f"{key}:{request()}"

    def service(number: int) -> Steps[str]:
        answer: str = yield lambda: number
        return answer

    pairs = [("a", service(1)), ("b", service(2))]
    assert dict(run_all(pairs, threads=1, around=around)) == {"a": "a:1", "b": "b:2"}


def test_who_stops_listening_leaves_nothing_unasked_behind() -> None:
    """A task that ends early: what was not begun is not asked any more."""
    asked = []

    def request(number: int) -> None:
        time.sleep(0.05)
        asked.append(number)

    def service(number: int) -> Steps[None]:
        yield partial(request, number)

    outcomes = run_all([(number, service(number)) for number in range(50)], threads=1)
    next(outcomes)
    outcomes.close()  # type: ignore[attr-defined]  # it is a generator
    count = len(asked)
    assert count < 5
    time.sleep(0.15)
    assert len(asked) == count
