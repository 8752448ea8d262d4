"""Ask a question, get the paragraph that answers it, word for word."""

from bot.commands.arguments import DOCUMENT, document_asked, words_asked
from bot.commands.buttons import hit_buttons, quotation_buttons
from bot.commands.quotations import lookup_reply
from bot.commands.small_talk import small_talk
from bot.commands.wording import none_answers
from bot.domain.chat import Command, Desk, Outcome, Parameter, Quotation, Reply, Request
from bot.domain.search import Query, Ranking
from bot.domain.words import phrase

NEAREST = 3
"""How many of the closest paragraphs are offered where none answers."""


async def ask(desk: Desk, request: Request) -> Reply:
    """Quote what is asked for by number, else the best paragraph, else say that none answers."""
    question = words_asked(request, "question")
    line = small_talk(question, desk.words)
    if line is not None:
        return Reply(Outcome.NOTICE, line)
    document = document_asked(desk, request, question)
    lookup = desk.references.resolve(question, document)
    if lookup is not None:
        return lookup_reply(desk, lookup)
    limit = max(NEAREST, 1 + desk.settings.also_limit)
    ranking = await desk.rank(Query(question, document, limit, marked=1))
    return _quoted(desk, ranking) if ranking.answers else _not_answered(desk, ranking, document)


def _quoted(desk: Desk, ranking: Ranking) -> Reply:
    best, *others = ranking.hits
    document = desk.corpus.document_of(best.paragraph)
    quotation = Quotation(
        document,
        best.paragraph,
        best.matches,
        best.score,
        instruments=desk.corpus.instruments(best.paragraph),
    )
    also = tuple(others[: desk.settings.also_limit])
    return Reply(
        Outcome.QUOTED,
        quotations=(quotation,),
        also=also,
        buttons=quotation_buttons(desk, best.paragraph, also),
        absent=ranking.absent,
        corrections=ranking.corrections,
        confidence=ranking.confidence,
    )


def _not_answered(desk: Desk, ranking: Ranking, chosen: str | None) -> Reply:
    only = desk.corpus.documents[0] if len(desk.corpus.documents) == 1 else None
    document = desk.corpus.document(chosen) if chosen else only
    nearest = ranking.hits[:NEAREST]
    return Reply(
        Outcome.NO_ANSWER,
        none_answers(document, ranking.absent, desk.words),
        nearest=nearest,
        buttons=hit_buttons(desk, nearest),
        absent=ranking.absent,
        corrections=ranking.corrections,
        confidence=ranking.confidence,
    )


ASK = Command(
    "ask",
    phrase("Ask a question; get the paragraph that answers it, word for word"),
    ask,
    (Parameter("question", phrase("Your question, in your own words"), max_length=4000), DOCUMENT),
    ("which countries took part?", "paras 3-5"),
    quotes=True,
)
