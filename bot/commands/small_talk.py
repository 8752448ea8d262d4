"""Messages that are no question: greetings, thanks, and messages without a word."""

import re

from bot.domain.words import ENGLISH, Words, phrase

_HOW_ARE_YOU = re.compile(r"\W*(?:how are you|how's it going|how do you do)\b", re.IGNORECASE)
_ABOUT_THE_BOT = re.compile(
    r"""\W*(?:(?:hi|hello|hey|so|and|but)\W+)?(?:
        (?:who|what|how\ old)\ (?:exactly\ )?are\ you\W*$
      | (?:who|what\ company)\ (?:made|built|created|programmed|wrote|trained|owns|runs)\ you
      | are\ you\ (?:an?\ |really\ |even\ )*
        (?:bot|chatbot|human|person|robot|machine|ai|real|conscious|sentient|alive|chatgpt|gpt)
      | what(?:'s|\ is)\ your\ name
      | (?:what|which)\ (?:language\ )?model\ are\ you
      | do\ you\ (?:sleep|dream|feel|love|remember|lie|make\ mistakes|have\ (?:feelings|a\ name))
      | can\ you\ (?:remember|feel|dream)
      | (?:how\ do\ you\ work|what\ can\ you\ do)\W*$
    )(?!\w)""",
    re.IGNORECASE | re.VERBOSE,
)
_WORD = re.compile(r"[^\W_]+")
_GREETING = frozenset(
    """
        hi hello hey hiya howdy yo greetings good morning afternoon evening day there bonjour
        salut bonsoir hallo guten tag morgen abend servus moin ciao buongiorno buonasera salve
        hola buenos dias buenas tardes こんにちは おはよう おはようございます こんばんは もしもし
        안녕 안녕하세요 안녕하십니까
        """.split()
)
_THANKS = frozenset(
    """
        thanks thank you thx ty cheers ta great cool nice perfect awesome brilliant merci beaucoup
        danke schon schön sehr vielen dank grazie mille gracias muchas ありがとう
        감사합니다 감사해요
        ありがとうございます 고마워 고맙습니다
        """.split()
)
_FAREWELL = frozenset(
    """
        bye goodbye ciao see later cu tschüss adieu au revoir adios hasta luego さようなら 안녕히
        """.split()
)
_PASTIME = frozenset(
    """
    ok okay lol haha hehe yes no yep nope hmm wow test testing ping
    """.split()
)
_EITHER = frozenset(
    """
        bot verbatim you so very much a lot all everyone everybody team friend again for the help
        is it how are going up what s that was really helpful useful answer
        """.split()
)

HOW_TO_ASK = phrase(
    "Ask about a document in your own words, or name a paragraph, as in “paragraph 4”."
)
HELLO = phrase("Hello.")
WELL = phrase("I am well, thank you.")
WELCOME = phrase("You are welcome.")
GOODBYE = phrase("Goodbye.")
NO_WORDS = phrase("I see no words to look for.")
ABOUT_THE_BOT = phrase("I quote documents word for word; no language model writes here.")

_LINES = (
    (_THANKS, (WELCOME,)),
    (_GREETING, (HELLO, HOW_TO_ASK)),
    (_FAREWELL, (GOODBYE,)),
    (_PASTIME | _GREETING | _THANKS | _FAREWELL, (HOW_TO_ASK,)),
)


def small_talk(text: str, words: Words = ENGLISH) -> str | None:
    """Return a kind line for a message that asks nothing, or None for a question."""
    sentences = _sentences(text)
    return " ".join(map(words, sentences)) if sentences else None


def _sentences(text: str) -> tuple[str, ...]:
    if _HOW_ARE_YOU.match(text):
        return WELL, HOW_TO_ASK
    if _ABOUT_THE_BOT.match(text):
        return ABOUT_THE_BOT, HOW_TO_ASK
    typed = set(_WORD.findall(text.casefold()))
    if not typed:
        return (NO_WORDS, HOW_TO_ASK) if text.strip() else (HOW_TO_ASK,)
    core = typed - _EITHER
    return next((said for known, said in _LINES if core and core <= known), ())
