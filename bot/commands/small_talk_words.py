"""What people say to a bot without asking it anything, in seven languages; no case, no accents."""

GREETING = frozenset(
    """
        hi hello hey hiya howdy yo greetings good morning afternoon evening day there anyone anybody
        here bonjour salut coucou bonsoir hallo guten tag morgen abend servus moin gruezi gruss
        grussgott gott ciao buongiorno buonasera buon giorno buona sera salve hola buenos dias
        buenas tardes noches こんにちは おはよう おはようございます こんばんは もしもし はじめまして
        初めまして よろしく よろしくお願いします 안녕 안녕하세요 안녕하십니까 반갑습니다 반가워요
        """.split()
)
THANKS = frozenset(
    """
        thanks thank you thx ty cheers ta great good well done job work one cool nice perfect
        awesome brilliant merci beaucoup bien danke dir ihnen euch schon sehr vielen dank grazie
        mille gracias muchas どうも ありがとう どうもありがとう ありがとうございます
        どうもありがとうございます ありがとうございました 고마워 고마워요 고맙습니다 감사 감사해요
        감사합니다
        """.split()
)
FAREWELL = frozenset(
    """
        bye goodbye good night ciao see later soon cu tschuss auf wiedersehen gute nacht schonen
        abend tag noch adieu au revoir a bientot bonne nuit journee soiree adios hasta luego pronto
        buenas noches arrivederci buona notte giornata さようなら さよなら またね じゃあね おやすみ
        おやすみなさい 안녕히 가세요 계세요 잘가 잘가요
        """.split()
)
ANNOYED = frozenset(
    """
        wrong bad useless stupid dumb idiot idiots moron fool rubbish crap garbage nonsense terrible
        awful worst lame fuck fucking off shit damn hell suck sucks shut up merde nul nulle imbecile
        dumm blod falsch scheisse idiota stupido stupida stronzo merda sbagliato inutile mierda
        tonto estupido バカ ばか 馬鹿 バカ野郎 違う 違います 바보 멍청이 틀렸어 틀렸어요
        """.split()
)
PASTIME = frozenset(
    """
        ok okay k lol haha hehe yes yeah no nah yep nope hm hmm oh ah wow sorry test testing ping
        """.split()
)
EITHER = frozenset(
    """
        bot verbatim you your so very much a lot all everyone everybody team friend mate again for
        the help is it how are re going go to up what s this that was really helpful useful answer
        answers un une du le ein der die das un una il el
        """.split()
)
"""Words that change nothing about what a message is; alone they are none of these."""

HOW_ARE_YOU = r"""\W*(?:(?:hi|hello|hey)\W+)?(?:
    how\ (?:are\ (?:you|things)|do\ you\ do|is\ it\ going)(?:\ (?:all|bot|doing|going|today))*
  | how's\ (?:it\ going|life|everything) | what's\ (?:up|new) | sup | are\ you\ ok(?:ay)?
  | (?:comment\ )?ca\ va(?:\ bien)? | comment\ (?:vas-tu|allez-vous|tu\ vas|vous\ allez)
  | wie\ geht(?:'s|\ es|s)(?:\ (?:dir|ihnen|euch|so))?
  | come\ (?:stai|sta|state|va) | tutto\ bene | como\ (?:estas?|estan|te\ va) | que\ tal
  | お?元気(?:です|でした)?か | 잘\ ?지내\w* | 어떻게\ ?지내\w*
)\W*$"""

TALK_OF_THE_BOT = r"""\W*(?:(?:hi|hello|hey|so|and|but|please)\W+)?(?:
    (?:who|what|how\ old)\ (?:exactly\ )?are\ you\W*$ | where\ are\ you\ from\W*$
  | (?:who|what\ company)\ (?:made|built|created|programmed|wrote|trained|owns|runs)\ you
  | who\ is\ your\ (?:creator|maker|developer|owner|author|boss)
  | are\ you\ (?:an?\ |really\ |even\ )*
    (?:bot|chatbot|human|person|robot|machine|ai|real|conscious|sentient|alive|chatgpt|gpt)
  | what(?:'s|\ is)\ your\ (?:name|(?:system\ )?prompt) | your\ name\W*$
  | (?:what|which)\ (?:language\ )?model\ are\ you
  | do\ you\ (?:sleep|dream|feel|love|remember|lie|make\ mistakes|have\ (?:feelings|a\ name))
  | (?:do|can)\ you\ (?:speak|understand)\ \w+\W*$
  | (?:what|which)\ languages?\ (?:do|can)\ you\ (?:speak|understand)\W*$
  | (?:do\ you\ use|are\ you\ (?:using|based\ on))\ (?:an?\ )?(?:ai|llm|gpt|chatgpt|language\ model)
  | where\ do\ you\ (?:get|take)\ your\ (?:answers?|information|knowledge)(?:\ from)?\W*$
  | can\ you\ (?:remember|feel|dream) | i\ love\ you\W*$ | do\ you\ like\ me\W*$
  | (?:how\ do\ you\ work|what\ can\ you\ do|what\ is\ this(?:\ bot|\ thing)?)\W*$
  | (?:ignore|forget|disregard)\ (?:(?:all|any|your|the|of)\ )*(?:previous|prior|above|earlier)
    \ (?:instructions?|prompts?|rules|messages?)
  | (?:print|show|reveal|repeat|tell)\ (?:me\ )?your\ (?:system\ )?(?:prompt|instructions)
  | qui\ (?:es-tu|etes-vous|(?:t'|vous\ )a\ (?:cree|fait|programme))\W*$
  | (?:es-tu|etes-vous)\ (?:une?\ )?(?:bot|robot|humain|personne|ia|machine)\W*$
  | que\ (?:peux-tu|sais-tu|pouvez-vous)\ faire\W*$ | comment\ (?:t'appelles-tu|fonctionnes-tu)\W*$
  | wer\ (?:bist\ du|hat\ dich\ (?:gemacht|gebaut|erstellt|programmiert))\W*$
  | was\ (?:bist|kannst)\ du(?:\ alles)?(?:\ tun|\ machen)?\W*$
  | bist\ du\ (?:eine?\ )?(?:bot|roboter|mensch|person|ki|maschine)\W*$
  | wie\ (?:heisst|funktionierst)\ du\W*$
  | chi\ (?:sei|ti\ ha\ (?:creato|fatto|programmato))\W*$ | cosa\ (?:sei|puoi\ fare|sai\ fare)\W*$
  | sei\ (?:una?\ )?(?:bot|robot|umano|persona|ia|macchina)\W*$ | come\ (?:ti\ chiami|funzioni)\W*$
  | quien\ (?:eres|te\ (?:creo|hizo|programo))\W*$ | que\ (?:eres|puedes\ hacer|sabes\ hacer)\W*$
  | eres\ (?:una?\ )?(?:bot|robot|humano|persona|ia|maquina)\W*$
  | como\ (?:te\ llamas|funcionas)\W*$
  | (?:あなた|君|きみ)は(?:誰|だれ|何|ai|ボット|ロボット|人間)(?:です)?か?\W*$
  | (?:誰|だれ)が(?:あなた|君)を(?:作|つく|開発)\w*\W*$ | (?:あなたは)?何ができ(?:ますか|るの)\W*$
  | (?:너는?|넌|당신은)\ ?(?:누구|뭐|무엇)\w*\W*$
  | 누가\ (?:(?:너|당신)를\ |널\ )?만들었\w*\W*$
  | (?:뭘|뭐|무엇을)\ ?할\ ?수\ ?(?:있|있어)\w*\W*$
)(?!\w)"""

HELP = r"""[\W_]*(?:
    (?:please\ )?help(?:\ me)?(?:\ (?:please|pls|out))? | (?:can|could)\ you\ help(?:\ me)?
  | i\ need\ (?:some\ |your\ )?help | how\ does\ (?:this|it)(?:\ (?:bot|thing))?\ work
  | how\ (?:do|can|should)\ i\ (?:use|ask|start)(?:\ (?:this|it|you|the))?(?:\ (?:bot|thing))?
  | what\ (?:can|should|may|could)\ i\ ask(?:\ (?:you|here|about|this\ bot))*
  | (?:give\ me\ |show\ me\ )?an?\ example(?:\ question)? | what\ do\ you\ know
  | (?:a\ l')?aide(?:[sz]?-moi)?(?:\ (?:svp|stp))? | comment\ ca\ (?:marche|fonctionne)
  | que\ puis-je\ (?:te\ |vous\ )?demander
  | hilfe | hilf\ mir | wie\ funktioniert\ (?:das|dies|der\ bot)
  | was\ kann\ ich\ (?:dich\ )?(?:hier\ )?fragen
  | aiuto | aiutami | come\ funziona(?:\ questo)? | (?:che\ )?cosa\ posso\ chiedere
  | ayuda(?:me)? | socorro | como\ funciona(?:\ esto)? | que\ puedo\ preguntar
  | ヘルプ | 助けて(?:ください)? | 使い方(?:は|を教えて(?:ください)?)?
  | 도움말 | 도와\ ?(?:줘|줘요|주세요) | 사용법\w*
)\W*$"""

OF_WHAT_IS_KEPT = r"""\W*(?:(?:hi|hello|hey|so|and|but)\W+)?(?:
    (?:do|will|are|can)\ you\ (?:stor|log|keep|sav|record|track|collect|sell|spy|read)\w*
    \ (?:on\ |all\ |any\ |what\ )*(?:my|me|i)\b[^?]{0,60}
  | (?:is|are)\ (?:my|our|this)\ (?:data|messages?|questions?|chats?|conversation)
    \ (?:stored|logged|kept|saved|recorded|safe|private|shared)
  | what(?:'s|\ is)\ your\ privacy\ policy
)\W*$"""
"""Whether the bot keeps what people write to it."""

PROGRAM = r"""(?:
    (?:.*[;'"]\s*)?(?:
        (?:drop|alter|create|truncate)\ (?:table|database)\ \w
      | insert\ into\ \w | delete\ from\ \w+\ where | update\ \w+\ set\ [^=]*=
      | select\b(?=.*[*=;]).*\bfrom\b
    )
  | (?:def|function)\ \w*\([^()]*\)\s*[:{]
  | .*;\ ?\}$
  | [\w.]+(?:\(|\ ?=\ ?)[^?;]*;\W*$
)"""
"""A line of a program or a database's command: it asks nothing. Signs alone make none."""
