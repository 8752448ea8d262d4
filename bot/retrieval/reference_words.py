"""The words that make a reference by number, in the languages people ask in; without accents."""

PARAGRAPH = frozenset(
    """
        paragraph paragraphs paragraf para paras par pars parag subparagraph subpara ¶ §
        paragraphe paragraphes alinea alineas absatz absatze absatzes absatzen abs ziffer ziffern
        paragrafo paragrafi comma commi capoverso parrafo parrafos apartado apartados
        """.split()
)
"""Words after which a number can only be a paragraph's."""

ITEM = frozenset(
    """
        article articles art arts section sections sec clause clauses item items point points p pp
        principle number numbers no nos nr nrs num nums n # № provision passage commitment artikel
        artikels punkt punkte punkts nummer articolo articoli punto punti numero numeri articulo
        articulos puntos numeros numeral inciso
        """.split()
)
"""Words after which a number is a paragraph's unless the rest of the question speaks of others."""

BEFORE_DIGITS = frozenset(
    """
    no nos nr nrs num nums n # №
    """.split()
)
"""Short for "number": only digits follow them, so that "no one" is nobody and not paragraph 1."""

ANNEX = frozenset(
    """
        annex annexe annexes annexed appendix appendices anhang anhangs anlage allegato allegati
        anexo anexos apendice annexure
        """.split()
)

AND = frozenset(
    """
    , ; & + and or et ou und oder sowie e o y u ed plus
    """.split()
)
TO = frozenset(
    """
    - to through thru till until bis a au al hasta fino jusqu
    """.split()
)
OF = frozenset(
    """
        of in from under within for de des du d der dem den im vom zum del dei della dell di nel
        nella en
        """.split()
)
ARTICLES = frozenset(
    """
    the le la les l der die das dem den des il lo gli el los las
    """.split()
)

CARDINALS = {
    word: value
    for value, words in enumerate(
        (
            "zero null nulla cero",
            "one un une eins ein uno una",
            "two deux zwei due dos",
            "three trois drei tre tres",
            "four quatre vier quattro cuatro",
            "five cinq funf cinque cinco",
            "six sechs sei seis",
            "seven sept sieben sette siete",
            "eight huit acht otto ocho",
            "nine neuf neun nove nueve",
            "ten dix zehn dieci diez",
            "eleven onze elf undici once",
            "twelve douze zwolf dodici doce",
            "thirteen treize dreizehn tredici trece",
            "fourteen quatorze vierzehn quattordici catorce",
            "fifteen quinze funfzehn quindici quince",
            "sixteen seize sechzehn sedici dieciseis",
            "seventeen siebzehn diciassette diecisiete",
            "eighteen achtzehn diciotto dieciocho",
            "nineteen neunzehn diciannove diecinueve",
            "twenty vingt zwanzig venti veinte",
        )
    )
    for word in words.split()
}

POINT = frozenset("point dot punkt punto virgule komma".split())
"""Words between a number and a sub-number: "two point four"."""

ROMAN = ("", "i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x", "xi", "xii")
"""Roman numerals, each at the place of its value."""

_ORDINAL_STEMS = (
    (
        "first opening premier premiere premiers premieres erste ersten erster erstes primo prima"
        " primi prime primero primera primer primeros primeras"
    ),
    "second deuxieme seconde zweite zweiten zweiter zweites secondo seconda segundo segunda",
    "third troisieme dritte dritten dritter drittes terzo terza tercero tercera tercer",
    "fourth quatrieme vierte vierten vierter viertes quarto quarta cuarto cuarta",
    "fifth cinquieme funfte funften funfter funftes quinto quinta",
    "sixth sixieme sechste sechsten sechster sechstes sesto sesta sexto sexta",
    "seventh septieme siebte siebten siebter siebtes settimo settima septimo septima",
    "eighth huitieme achte achten achter achtes ottavo ottava octavo octava",
    "ninth neuvieme neunte neunten neunter neuntes nono nona noveno novena",
    "tenth dixieme zehnte zehnten zehnter zehntes decimo decima",
    "eleventh onzieme elfte elften elfter elftes undicesimo undecimo",
    "twelfth douzieme zwolfte zwolften zwolfter zwolftes dodicesimo duodecimo",
)
ORDINALS = (
    {word: value for value, words in enumerate(_ORDINAL_STEMS, start=1) for word in words.split()}
    | dict.fromkeys(
        """
            last final closing concluding dernier derniere derniers dernieres letzte letzten letzter
            letztes ultimo ultima ultimi ultime ultimos ultimas
            """.split(),
        -1,
    )
    | dict.fromkeys(
        """
            penultimate avant-dernier avant-derniere vorletzte vorletzten vorletzter vorletztes
            penultimo penultima penultimi penultimos
            """.split(),
        -2,
    )
)
"""Ordinal words; -1 is the last, -2 the last but one."""

FILLERS = frozenset(
    """
        a about again all an and any are ask bit can check cite contain could did display do does
        exact exactly find fetch full get give go hello hey hi i in into is it its kindly let like
        look mean me of ok okay on open out pls please plz print provide quote read say says see
        send show so tell text that the then thing this thank thanks thx to us want was we what
        whats what's where which who word wording words would write written you your document
        document's whole entire affiche affichez aux au ce cela citer citez c dans merci de des dit
        dites donne donnez du en est et il la le les l'on lire montre montrez moi nous que quel
        quelle quelles quels quoi s se svp texte un une voir veux voudrais bitte bringe das dem den
        der die ein eine er es gib ich im ist lautet lese man mir nenne danke sagt steht stehen und
        uns welche welcher wie wo wortlaut zeig zeige zeigen zitiere al che chi cita come con cosa
        cose grazie da dei del della dell dello dice di e gli leggi lo leggere mi mostra mostrami
        nel nella per quale quali si sono testo uno vedere vorrei cual cuales como dicen el ella
        esta este gracias las lee los mostrar muestra muestrame para por pone su sus texto una ver y
        """.split()
)
"""Words that may stand beside a reference without making the question one about something else."""

FROM = frozenset("from da dal dai de del desde von vom du".split())
"""Words before the first number of a range: "paragraphs from 3 to 5"."""

_COUNTED = (
    r"(?:段落|段|項目|項|条項|条|パラグラフ|番目|番|号|款|문단|단락|항목|항|조항|조|번째|번|호)"
)
_NUMERAL = r"(?<![\d.])[\d.]{1,12}(?:\([\dA-Za-z]{1,4}\))?"
_NUMERALS = rf"{_NUMERAL}(?:\s{{0,4}}(?:to|[-,])\s{{0,4}}{_NUMERAL}){{0,9}}"
_KOREAN_ORDINALS = ("두", "세", "네", "다섯", "여섯", "일곱", "여덟", "아홉", "열")
UNSPACED = (
    (
        r"(?<=第)[一二三四五六七八九十]{1,3}|[一二三四五六七八九十]{1,3}(?=段|項|条|號|号|番|款)",
        "kanji",
    ),
    (r"(?<=[\d段落項条항조단문])\s*(?:から|부터|에서|내지|[至到])\s*", " to "),
    (r"(?<=[\d段落項条항조단문])\s*(?:[、，和及與与跟と]|및|와|과)\s*(?=\d|[第제]\s*\d)", ", "),
    (r"(?<=to |\d, )\s?[第제]\s?(?=\d)", ""),
    (r"(?:最初|冒頭|初め)の?(?:段落|項|パラグラフ|条項|条|文)", " first paragraph "),
    (r"(?:最後|最后|最終|末尾)[の一1]?(?:段落|段|項|パラグラフ|条項|条|文)", " last paragraph "),
    (r"(?:첫\s*번?째?|처음)\s*(?:문단|단락|항목|항|조항|조|문장)", " first paragraph "),
    *(
        (rf"{word}\s*(?:번\s*)?째\s*(?:문단|단락|항목|항|조항|조)", f" {place}th paragraph ")
        for place, word in enumerate(_KOREAN_ORDINALS, start=2)
    ),
    (r"(?:마지막|맨\s*끝|최종)\s*(?:문단|단락|항목|항|조항|조|문장)", " last paragraph "),
    (
        r"(?:[附付][属屬]文?書|附則|別添|別紙|付録|附件|附录|부속\s*문?서|부록|별첨)[의の的]?",
        " annex ",
    ),
    (
        rf"(?:[第제]\s{{0,4}})?({_NUMERALS})\s{{0,4}}(?:(?:까지|まで)\s{{0,4}})?{_COUNTED}",
        r" paragraph \1 ",
    ),
    (r"(?:段落|項目|項|条|パラグラフ|문단|단락|항목|항|조항|조)\s*(?=\d)", " paragraph "),
)
"""Japanese, Korean and Chinese forms, as patterns and the plain form that they are read as.

Repetitions are bounded where another could begin at every character: else a question of digits
alone would take a time that grows with the square of its length.
"""

KANJI_DIGITS = {digit: value for value, digit in enumerate("一二三四五六七八九", start=1)}
