"""Words that say nothing of a question's subject, by language; already normalised."""

STOP_WORDS = {
    "en": frozenset(
        """
            a about above after again all also am an and any anything are as ask at be because
            been before being below between bit both but by can could d describe did do does doing
            don done down during each else ever every exactly explain few find for from further
            get give had has have having he hello her here hers hey hi him his how however i if in
            into is it its itself just know let like ll look m make many may me mean means mention
            mentioned mentions might more most much must my need no nor not now of off ok on once
            one only or other our ours out over own para paragraph paragraphs part please point
            quote quoted re really s said same say saying says see shall she should show so some
            somebody someone something stated states such t talk talks tell text than thank thanks
            that the their theirs them then there these they thing things this those through to
            too under until up upon us use used uses using very want was we were what whats when
            where whether which while who whom whose why will with within word wording words would
            write written wrote you your yours
            """.split()
    ),
}
