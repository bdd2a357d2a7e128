"""A proxy in front of a server, as hubs have one: everything goes through its one port.

It passes bytes on and understands nothing, websockets included.  It can be cut: all connections
break and new ones are refused, as for a laptop that sleeps or a cable that is pulled.
"""

import asyncio
import contextlib
import threading
from collections.abc import Coroutine, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from lab_driver import LabServer

PIECE = 1 << 16


class Proxy:
    """Stands in front of `server`, and is used in its place."""

    def __init__(self, server: LabServer) -> None:
        self._host, port = server.origin.split(":")
        self._port = int(port)
        self._server = server
        self._is_cut = False
        self._open: set[asyncio.StreamWriter] = set()
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, daemon=True)
        self._thread.start()
        self._listener = self._wait(asyncio.start_server(self._serve, self._host, 0))
        self.origin = f"{self._host}:{self._listener.sockets[0].getsockname()[1]}"

    @property
    def root(self) -> Path:
        return self._server.root

    @property
    def token(self) -> str:
        return self._server.token

    def address(self, path: str) -> str:
        return self._server.address(path).replace(self._server.origin, self.origin)

    @contextmanager
    def cut(self) -> Iterator[None]:
        """Nothing goes through meanwhile."""
        self._is_cut = True
        self._wait(self._break_all())
        yield
        self._is_cut = False

    def stop(self) -> None:
        self._wait(self._close())
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()
        self._loop.close()

    def _wait(self, work: Coroutine[Any, Any, Any]) -> Any:
        return asyncio.run_coroutine_threadsafe(work, self._loop).result(10)

    async def _close(self) -> None:
        # here, not in the thread of the test: the last connection may just be ending
        self._listener.close()
        await self._break_all()

    async def _break_all(self) -> None:
        for writer in tuple(self._open):
            writer.transport.abort()
        await asyncio.sleep(0.05)  # those who serve them end

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        if self._is_cut:
            writer.transport.abort()
            return
        there, back = await asyncio.open_connection(self._host, self._port)
        self._open |= {writer, back}
        await asyncio.gather(_pass_on(reader, back), _pass_on(there, writer))
        self._open -= {writer, back}


async def _pass_on(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    with contextlib.suppress(ConnectionError, asyncio.CancelledError):
        while data := await reader.read(PIECE):
            writer.write(data)
            await writer.drain()
    writer.close()
