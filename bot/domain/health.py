"""What can be asked whether it works: platforms, the store."""

from typing import Protocol


class Part(Protocol):
    """A part of the program that can tell whether it works."""

    name: str

    async def ping(self) -> bool:
        """Tell whether the part works right now; False also where that cannot be told in time."""
        ...
