"""Runs services that ask Bungie: requests in threads, everything else on the caller's own thread.

A service that needs requests is a generator: it yields each request as a callable and receives its value
(or error) where it yielded. So it reads from top to bottom, may use the database, and many of them share
a few threads that do nothing but HTTP and decoding.
"""

from collections.abc import Callable, Generator, Iterable, Iterator
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from typing import Any, TypeVar

T = TypeVar("T")
Key = TypeVar("Key")
Request = Callable[[], Any]
Steps = Generator[Request, Any, T]
Outcome = tuple[Key, "T | Exception"]


def run_all(
    work: Iterable[tuple[Key, Steps[T]]],
    *,
    threads: int,
    around: Callable[[Any, Request], Any] = lambda _, request: request(),
) -> Iterator[tuple[Key, "T | Exception"]]:
    """Each key with what its service returned or raised, in the order in which they end.

    `around(key, request)` runs in the request's thread and calls it.
    """
    running: dict[Future[Any], tuple[Key, Steps[T]]] = {}
    with ThreadPoolExecutor(threads, thread_name_prefix="request") as pool:
        try:
            for key, service in work:
                yield from _advance(key, service, None, running, pool, around)
            while running:
                done, _ = wait(running, return_when=FIRST_COMPLETED)
                for future in done:
                    key, service = running.pop(future)
                    yield from _advance(key, service, future, running, pool, around)
        finally:
            pool.shutdown(wait=False, cancel_futures=True)


def run_one(service: Steps[T], *, around: Callable[[Request], Any] = lambda request: request()) -> T:
    """Runs one service on this thread, requests included; `around(request)` calls each."""
    try:
        request = next(service)
        while True:
            try:
                answer = around(request)
            except Exception as error:  # the service's own to deal with
                request = service.throw(error)
            else:
                request = service.send(answer)
    except StopIteration as end:
        value: T = end.value
        return value


def _advance(
    key: Key,
    service: Steps[T],
    answer: "Future[Any] | None",
    running: "dict[Future[Any], tuple[Key, Steps[T]]]",
    pool: ThreadPoolExecutor,
    around: Callable[[Any, Request], Any],
) -> Iterator[tuple[Key, "T | Exception"]]:
    try:
        request = next(service) if answer is None else _resume(service, answer)
    except StopIteration as end:
        yield key, end.value
    except Exception as error:  # every service's trouble is its own: the caller gets it beside the key
        yield key, error
    else:
        running[pool.submit(around, key, request)] = (key, service)


def _resume(service: Steps[T], answer: "Future[Any]") -> Request:
    error = answer.exception()
    return service.send(answer.result()) if error is None else service.throw(error)
