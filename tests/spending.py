"""Spending shared in memory: several processes of a test, each with its own way to the others."""

from collections.abc import Mapping

from bot.domain.errors import StoreError


class SharedSpending:
    """What all have taken; `down` makes every exchange fail."""

    def __init__(self) -> None:
        self.down = False
        self._members: list[Member] = []

    def member(self) -> "Member":
        """Return a process's way to the others."""
        member = Member(self)
        self._members.append(member)
        return member

    def tell(self, teller: "Member", spent: Mapping[str, float]) -> None:
        for member in self._members:
            if member is not teller:
                for bucket, amount in spent.items():
                    member.news[bucket] = member.news.get(bucket, 0.0) + amount


class Member:
    """One process; implements the port `Spending`."""

    def __init__(self, shared: SharedSpending) -> None:
        self._shared = shared
        self.news: dict[str, float] = {}

    async def share(self, spent: Mapping[str, float]) -> Mapping[str, float]:
        """Add what this process took; return what others took since the last call."""
        if self._shared.down:
            raise StoreError("the store cannot be reached")
        self._shared.tell(self, spent)
        news, self.news = self.news, {}
        return news
