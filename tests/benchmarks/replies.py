"""Serves the mix, rendered beforehand: `python -m tests.benchmarks.replies PORT NUMBER`."""

import sys
from typing import Any

import uvicorn

from tests.benchmarks import mix


class Replies:
    """An ASGI app that answers `/.../PostGameCarnageReport/{id}/` from memory."""

    def __init__(self, number: int) -> None:
        self.bodies = [mix.body(index) for index in range(number)]

    async def __call__(self, scope: dict[str, Any], receive: Any, send: Any) -> None:
        if scope["type"] != "http":
            return
        content = self._body(int(scope["path"].rstrip("/").rpartition("/")[2]) - mix.FIRST_INSTANCE)
        headers = [
            (b"content-type", b"application/json; charset=utf-8"),
            (b"content-length", b"%d" % len(content)),
        ]
        await send({"type": "http.response.start", "status": 200, "headers": headers})
        await send({"type": "http.response.body", "body": content})

    def _body(self, index: int) -> bytes:
        """Of more reports than were rendered: the same again under numbers of their own."""
        rendered = index % len(self.bodies)
        if rendered == index:
            return self.bodies[index]
        known, wanted = (b"%d" % (mix.FIRST_INSTANCE + number) for number in (rendered, index))
        return self.bodies[rendered].replace(known, wanted)


if __name__ == "__main__":
    uvicorn.run(
        Replies(int(sys.argv[2])),
        host="127.0.0.1",
        port=int(sys.argv[1]),
        log_level="warning",
        lifespan="off",
        loop="uvloop",
        http="httptools",
    )
