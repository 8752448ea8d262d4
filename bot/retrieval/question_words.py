"""The words by which questions ask for a date, a number, a person ...; without case and accents."""

_ASKS = r"(?:^|[^\w\s] *|\b(?:and|or|by|for|to|with|of|from|since|until|know|tell me|says?) )"
"""Where a question word asks; within a sentence it may join a clause: "people who"."""
FORMS = {
    "en": {
        "when": rf"{_ASKS}when\b|\b(?:what|which) (?:dates?|years?|days?|months?|time)\b|\bdates?\b"
        r"|\bhow (?:long|often|soon)\b|\bdeadlines?\b",
        "number": r"\bhow (?:many|much)\b|\bnumber of\b|\bpercent|\bshare of\b|\bamount\b",
        "who": rf"{_ASKS}who(?:se|m|'s)?\b",
        "where": r"\bwhere\b",
        "why": r"\bwhy\b",
        "contents": r"\b(?:text|contents) of (?:the |a )?\w|\bwhat is in (?:the|a)\b"
        r"|\bwhat (?:does|did) .{1,90} (?:say|contain|include|require|recommend|decide)\W{0,9}$",
        "define": r"\bdefinition|\bdefined\b|\bcounts? as\b|\bmeaning of\b"
        r"|\bwhat exactly (?:is|are)\b"
        r"|\bwhat (?:is|are) (?!(?:said|the|meant|there|their|its|they|it|being|done)\b)\w",
    },
    "fr": {
        "when": r"\bquand\b|\bquelle (?:date|annee|heure)\b|\bquel (?:jour|mois|an)\b|\bdates?\b"
        r"|\bcombien de temps\b|\bdelai",
        "number": r"\bcombien\b|\bnombre de\b|\bpourcentage\b|\bmontant\b",
        "who": r"^\W*(?:par |de |avec |a )?qui\b(?! est-ce qu)",
        "where": r"\bou (?:est|sont|se|a|aura|ont|le|la|les|trouve|peut|dit|parle)\b",
        "why": r"\bpourquoi\b",
        "define": r"\bdefini|\bsignifie\b|\bqu'?est-ce qu'?(?:une?|e? ?l[ae']|e c'est)",
    },
    "de": {
        "when": r"\bwann\b|\bwelche[smnr]? (?:datum|jahr|tag|monat)\b|\bdatum\b"
        r"|\bwie (?:lange|oft)\b|\bfrist",
        "number": r"\bwie ?viele?\b|\bwie hoch\b|\banzahl\b|\bprozent\b|\banteil\b",
        "who": r"\bwer\b|\bwem\b|\bwen\b|\bwessen\b",
        "where": r"\bwo\b|\bwohin\b",
        "why": r"\bwarum\b|\bwieso\b|\bweshalb\b",
        "define": r"\bdefin|\bbedeutet\b|\bbedeutung von\b|\bwas ist (?:ein|eine|der|die|das)\b",
    },
    "it": {
        "when": r"\bquando\b|\b(?:che|quale) (?:data|anno|giorno|mese|ora)\b|\bdat[ae]\b"
        r"|\bquanto tempo\b|\bscadenz",
        "number": r"\bquant[ieoa]\b|\bnumero di\b|\bpercentuale\b|\bimporto\b",
        "who": r"\bchi\b",
        "where": r"\bdove\b|\bdov'",
        "why": r"\bperche\b",
        "define": r"\bdefini|\bsignifica\b|\bcos'e\b|\bche cos|\bcosa (?:e|sono)\b",
    },
    "es": {
        "when": r"\bcuando\b|\b(?:que|cual) (?:fecha|ano|dia|mes|hora)\b|\bfechas?\b"
        r"|\bcuanto tiempo\b|\bplazo",
        "number": r"\bcuant[oa]s?\b|\bnumero de\b|\bporcentaje\b|\bimporte\b",
        "who": r"\bquien(?:es)?\b",
        "where": r"\bdonde\b",
        "why": r"\bpor que\b",
        "define": r"\bdefin|\bsignifica\b|\bque (?:es|son) (?:un|el|la|los|las)",
    },
    "ja": {
        "when": r"いつ|何年|何月|何日|日付|日程",
        "number": r"何(?:か国|カ国|ヶ国|人|件|個|社|回|つ|ページ)|いくつ|いくら|予算",
        "who": r"誰|だれ",
        "where": r"どこ",
        "why": r"なぜ|どうして",
        "define": r"定義|とは何|って何",
    },
    "ko": {
        "when": r"언제|몇 ?년|몇 ?월|며칠|날짜",
        "number": r"몇 ?(?:개|명|나라|건|번)|얼마|예산",
        "who": r"누가|누구",
        "where": r"어디",
        "why": r"왜",
        "define": r"정의|이란|란 무엇",
    },
}
"""By language, the forms of questions, each a regular expression of words that give it away."""

HEADS = {
    "en": r"\b(?:which|whose|how (?:many|much)|what(?:'s)?(?: (?:is|are|was|were|does|do|did))?)"
    r" (?:the |a |an |all |exact )*(?!took|came|comes|happen|made|makes|went|goes|led|gave)"
    r"([a-z]+)(?<!ed)\b",
    "fr": r"\b(?:quel(?:le)?s?|combien de)(?: est| sont)? (?:l[ea]s? )?(\w+)",
    "de": r"\b(?:welche[rsmn]?|wie ?viele?|was ist|was sind|wie hoch ist)"
    r" (?:der |die |das )?(\w+)",
    "it": r"\b(?:qual[ei]?|quant[ieoa])(?: e| sono)? (?:il |la |lo |le |gli |i )?(\w+)",
    "es": r"\b(?:cual(?:es)?|cuant[oa]s?|que)(?: es| son)? (?:el |la |los |las )?(\w+)",
}
"""By language, where a question names what it asks for; the first group is that word."""

SAYS = {
    "en": r"\bwhat (?:exactly )?(?:does|did|do|will|would) (.{2,90}?)"
    r" (?:say|state|require|demand|recommend|contain|provide|propose|suggest|prescribe|call for)\b",
    "fr": r"\bque (?:dit|disait|prevoit|prevoyait|exige|recommande|contient|propose)"
    r" (.{2,90}?)(?:\W*$| (?:sur|des?|du|aux?|a|pour|concernant)\b)",
    "de": r"\bwas (?:sagt|sagte|steht|stand|verlangt|verlangte|empfiehlt|fordert|regelt)"
    r" (.{2,90}?)(?:\W*$| (?:uber|zu|zum|zur|von|vom|fur)\b)",
    "it": r"\bcosa (?:dice|diceva|prevede|prevedeva|richiede|raccomanda|contiene|propone)"
    r" (.{2,90}?)(?:\W*$| (?:sul?|sulla|sui|sulle|di|del|della|per|circa|riguardo)\b)",
    "es": r"\bque (?:dice|decia|preve|exige|recomienda|contiene|propone|establece)"
    r" (.{2,90}?)(?:\W*$| (?:sobre|del?|para|acerca)\b)",
}
"""By language, where a question asks what somebody or a text says; the first group is who."""

TEXTS = {
    "en": "act law bill code regulation directive order rule review book framework convention"
    " constitution guideline process strategy",
    "fr": "loi code reglement directive decret livre convention constitution processus strategie",
    "de": "gesetz verordnung richtlinie erlass buch konvention verfassung prozess strategie act",
    "it": "legge codice regolamento direttiva decreto libro convenzione costituzione processo act",
    "es": "ley codigo reglamento directiva decreto libro convencion constitucion proceso act",
}
"""By language, what some texts are called, and hardly any other by mistake."""

LOOSE_TEXTS = {
    "en": "declaration statement agreement accord pact compact treaty charter communique resolution"
    " principle report plan article recommendation",
}
"""What people call any text: only a name tells which one is meant."""

TIMES = {
    "en": "date day month year time",
    "fr": "date jour mois annee",
    "de": "datum tag monat jahr",
    "it": "data giorno mese anno",
    "es": "fecha dia mes ano",
}
"""By language, words for a time: a text that has a year tells one."""
