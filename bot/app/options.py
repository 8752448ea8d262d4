"""What answering can be told, as plain values: the settings' own, or their defaults.

A command in the terminal takes half as long where it need not read settings; where none is set,
their defaults are these.
"""

import os
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from bot.dispatcher import TIME_LIMIT
from bot.domain.limits import Allowance, Rules
from bot.retrieval.bm25 import Bm25Parameters
from bot.retrieval.parameters import FieldWeights, RankingParameters

if TYPE_CHECKING:
    from bot.settings import Settings


@dataclass(frozen=True, slots=True)
class AnsweringOptions:
    """Which documents, how they are ranked, and the limits of an answer."""

    corpus_dir: Path | None = None
    index_dir: Path | None = None
    document: str | None = None
    also: int = 4
    time_limit: float = TIME_LIMIT
    ranking: RankingParameters = field(default_factory=RankingParameters)
    limits: Rules = field(default_factory=Rules)


def options_of(settings: "Settings") -> AnsweringOptions:
    """Return the options that the settings name."""
    ranking, limits = settings.ranking, settings.limits
    return AnsweringOptions(
        corpus_dir=settings.corpus_dir,
        index_dir=settings.index_dir,
        document=settings.document,
        also=settings.answer.also,
        time_limit=settings.answer.time_limit,
        ranking=RankingParameters(
            Bm25Parameters(ranking.k1, ranking.b),
            FieldWeights(**ranking.weights.model_dump()),
            ranking.answers_from,
        ),
        limits=Rules(
            Allowance(limits.user_at_once, limits.user_seconds),
            Allowance(limits.space_at_once, limits.space_seconds),
            limits.under_way,
        ),
    )


def is_anything_set() -> bool:
    """Tell whether there is a setting to read: a variable of ours, or a file `.env`."""
    return Path(".env").exists() or any(n.upper().startswith("VERBATIM_") for n in os.environ)
