"""What ranking can be tuned by: BM25's parameters and the weight of each field."""

from dataclasses import dataclass, field

from bot.retrieval.bm25 import Bm25Parameters


@dataclass(frozen=True, slots=True)
class FieldWeights:
    """How much each field's BM25 score counts in the sum; 0 leaves a field out.

    The fields of the document itself: `text` (stems), `pairs` (of neighbouring stems), `starts` (of
    stems, those of its index too), `words` (as written, stop words too), `phrases` (pairs of
    those), `headings`, `parent` (the paragraph above), `stretch` and `stretch_pairs` (stems and
    their pairs in the paragraphs around) and `numbers` (by which rules are cited). Those of its
    index: `terms`, `questions`, `lines` (the index line that fits best), `index_words` and
    `index_phrases` (both, as written). `synonyms` is the share that near-synonyms from the
    thesaurus count in all fields of stems; `variety` is what a text gains that repeats no word, as
    a share of the question's information.
    """

    text: float = 1.0
    pairs: float = 0.3
    starts: float = 0.6
    words: float = 0.25
    phrases: float = 0.4
    headings: float = 0.2
    parent: float = 0.1
    stretch: float = 0.6
    stretch_pairs: float = 0.55
    numbers: float = 1.5
    terms: float = 0.7
    questions: float = 0.5
    lines: float = 0.9
    index_words: float = 0.8
    index_phrases: float = 0.6
    synonyms: float = 0.2
    variety: float = 0.2


@dataclass(frozen=True, slots=True)
class RankingParameters:
    """All parameters of a ranking; `answers_from` is the confidence from which is quoted."""

    bm25: Bm25Parameters = field(default_factory=Bm25Parameters)
    weights: FieldWeights = field(default_factory=FieldWeights)
    answers_from: float = 0.5
