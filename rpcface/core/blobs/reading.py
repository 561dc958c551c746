"""The content of a blob on its way to a caller."""

from __future__ import annotations

from collections.abc import AsyncGenerator


class Reading:
    """The pieces of a blob as `Answers`."""

    def __init__(self, pieces: AsyncGenerator[bytes, None]) -> None:
        self._pieces = pieces

    async def next(self) -> bytes | None:
        """The next piece."""
        return await anext(self._pieces, None)

    async def close(self) -> None:
        """Lets go of the file."""
        await self._pieces.aclose()
