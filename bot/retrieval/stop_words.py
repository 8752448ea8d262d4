"""Words that say nothing of a question's subject, by language; already normalised.

They are also what tells Latin-script languages apart.
"""

STOP_WORDS = {
    "en": frozenset(
        """
        a about above according after again all also am an and any anything are as ask at be
        because been before being believe below between bit both but by can concerning could d
        did do does doing don done down during each else ever every exact exactly few find for
        from further get give got had has have having he hello her here hers hey hi him his how
        however i if in into is it its itself just know let like ll look looking m many may me
        mean means mention mentioned mentions might more most much must my need needs no nor not
        now of off ok on once one only or other our ours out over own para paragraph paragraphs
        passage please pls point quote quoted re really regarding s said same say saying says
        see shall she should show so some somebody someone something stated such t talk talks
        tell text than thank thanks that the their theirs them then there these they thing
        things think thinks this those time through to too under until up upon us use used uses
        using ve very view views want was we were what whats when whens where wheres whether
        which while who whom whos whose why will with within word wording words would write
        written wrote you your yours
        """.split()
    ),
    "fr": frozenset(
        """
        a ai alors apres au aucun aussi autre autres aux avant avec avez avoir avons bien bonjour
        c ca ce cela celle celles celui ces cet cette ceux chaque ci combien comme comment d dans
        de des deux dire disent dit dites donc dont du elle elles en encore entre es est et
        etaient etait ete etes etre eux fait faut font il ils j je l la laquelle le lequel les
        lesquels leur leurs lui m ma mais me meme memes mes moi mon montrez n ne ni nos notre nous
        on ont ou où par paragraphe parle parler parlent pas passage peu peut peuvent plus pour
        pourquoi pourrait pouvez qu quand que quel quelle quelles quels qui quoi s sa sans se ses
        si sont sous sur t te tes texte toi ton tous tout toute toutes tres trouver tu un une va
        vers veulent veut vos votre vous y à ça été être même après très
        """.split()
    ),
    "de": frozenset(
        """
        ab aber absatz alle allem allen aller alles als also am an andere anderen auch auf aus bei
        beim bin bis bist bitte da dabei dafür dafur damit dann daran darauf darin darüber daruber
        das dass dazu dein dem den denn der deren des dessen die dies diese diesem diesen dieser
        dieses doch dort du durch ein eine einem einen einer eines er es etwas euer für fur gab
        geht genau gesagt gibt habe haben hat hatte heißt heisst hier hinter ich ihm ihn ihr ihre
        ihrem ihren ihrer im in ins ist ja jede jedem jeden jeder jedes kann kein keine können
        konnen man mehr mein meine mich mir mit nach nicht noch nun nur ob oder ohne sagen sagt
        sehr sein seine seinem seinen seiner sich sie sind so soll sollen sollte sondern sowie
        stehen steht text über uber um und uns unser unsere unter vom von vor wann war waren warum
        was weil welche welchem welchen welcher welches wenn wer werden wie wieder will wir wird
        wo wollen worden wurde wurden würde zu zum zur zwischen
        """.split()
    ),
    "it": frozenset(
        """
        a abbiamo ad agli ai al alla alle allo anche ancora avere c che chi ci cioè cioe circa col
        come con contro così cosi cosa cose cui d da dagli dai dal dalla dalle dallo degli dei del
        dell della delle dello dentro detto di dice dicono dopo dove due e è ed era erano esiste
        essa esse essere essi esso fa fanno fra fu già gia gli ha hai hanno ho i il in io l la le
        lei li lo loro lui ma me mentre mi mia mio molto n ne negli nei nel nell nella nelle nello
        noi non nostra nostro o ogni oppure paragrafo parla parlano per perché perche però pero
        più piu poi possono prima proprio può puo qual quale quali quando quanti quanto quella
        quelle quelli quello questa queste questi questo qui s sarà sara se sei senza si sia siamo
        sono sopra su sua sue sugli sui sul sulla sulle sullo suo suoi testo tra trova tu tutta
        tutte tutti tutto un una uno vengono viene voi vorrei
        """.split()
    ),
    "es": frozenset(
        """
        a acerca ahora al algo alguien algún algun alguna algunas algunos ante antes apartado
        aquel aquella aquí aqui así asi aun aún cada como cómo con contra cual cuál cuales cuáles
        cualquier cuando cuándo cuanto cuántos cuantos de del desde dice dicen dicho donde dónde
        dos e el él ella ellas ellos en entre era eran es esa esas ese eso esos esta está están
        estan estar estas este esto estos fue fueron ha había habia habla hablan hace hacen hacia
        han hasta hay incluso la las le les lo los más mas me mi mientras muy nada ni no nos
        nosotros o otra otras otro otros para parrafo párrafo pero poco por porque qué puede
        pueden pues que quien quién quienes quiénes quiere quieren se sea según segun ser será si
        sí sido sin sobre son su sus también tambien tanto te texto tiene tienen todo todos toda
        todas tras tu tú un una unas uno unos usted y ya yo
        """.split()
    ),
}
