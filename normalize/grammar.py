"""The closed-class words of Swedish that sentences are cut by: prepositions, connectives, references back.

They do not differ between reports and name no code, so they are patterns here, not rows of the vocabulary. All but
those for printed lines are over folded text (lower case, no diacritics).
"""

from __future__ import annotations

import re

SHARE_OF = re.compile(
    r"^ ?\)? ?(av|bland) (de |dem |samtliga |alla |dessa )*(totalt )?(\d+ )?([a-z-]+ )?"
    r"(deltagarna|deltagare|personerna|kvinnorna|mannen|kvinnor|man)\b"
)
"""'av de avslutade deltagarna': what a share is taken of says nothing about what the share counts."""

OF_THOSE = re.compile(
    r"\b(av|bland) (de |dem |samtliga |alla |dessa |totalt |det totala antalet |#|\d+ |deltagarna |som |har |har |)*$"
)
"""Before the words that say whom a count is taken of: 'av de avslutade gick tolv till arbete'."""

SHARE = re.compile(r"\b(andel(en)?|bland|hos|for|av) $")
"""Before the group that a share is of."""

HAD = re.compile(r"\b(hade|haft) (under [^,.]{3,12} )?$")
"""Before people that someone has: 'projektet hade 44 deltagare'."""

PEOPLE_ALONE = re.compile(r" ?(deltagare|personer|elever)( under [^,.]*)?\s*([,.]|varav|$)")
"""Nothing is said of them but that they were there."""

SEASON_BEFORE = re.compile(r"\b(?:under|pa) (varen|sommaren|hosten|vintern)(?: [a-z]+){0,2} $")
SEASON_AFTER = re.compile(r" ?(?:[a-z]+ )?(?:under|pa) (varen|sommaren|hosten|vintern)\b")
"""'86 under våren och 142 under hösten': parts of a year whose months nobody says."""

JOINT = re.compile(r" och |, ")

PARTING = re.compile(r"[,;:]? (?:och|samt|men|medan|varav|respektive) |[,;:] ")
"""What parts the clauses of two figures: '18 till arbete och 20 till studier', 'sju började, fyra slutade'."""

AMONG = re.compile(r"\b(bland|hos|for|av) $")
"""Before a group that the same thing is counted for again: 'bland kvinnorna var det 46 %'."""

ANSWERS = re.compile(
    r"(faktiskt )?(resultat|utfall)(et)?( for aret| (19|20)\d\d)?( ?:| (blev|var|ar)\b)|motsvarande (siffra|andel)|det (ar|var) i niva"
)
"""Opens the result of the goal in the sentence before."""

REFERS_BACK = re.compile(
    rf"(\d+ )?(av (dessa|dem|de)|varav|dessa|(bland|hos|for|av) (kvinnorna|mannen|kvinnor|man))\b|{ANSWERS.pattern}"
    r"|(\d+|\d+ (?:%|procent)) (var|ar) (kvinnor|man)\b|(det (innebar|motsvarar|ger|ar|var)|motsvarande|totalt|ytterligare|fler|resterande|ovriga|prognos(en)?)\b"
    r"|(malet|malsattningen|ambitionen|resultatmalet)( for (aret|helaret|perioden|(19|20)\d\d))? (ar|var|om)\b"
)
"""A sentence that goes on counting the people of the one before it, or answers it."""

OF_WHOM = re.compile(r",? (av dessa|av dem|av vilka|varav)\b")
"""Opens a count within the one before it."""

THROUGH_TO = re.compile(r"(%|procent)( (19|20)\d\d)? till $")
"""'från 25 % till 28 %': the second share is of the same thing as the first."""

AMOUNTS_TO = re.compile(r"(vilket motsvarar|motsvarande|det vill saga|dvs|d\.v\.s\.?) $")
"""Before a share that repeats the count before it."""

GOES_ON_COUNTING = re.compile(
    r"^( ?\([^()]*\))? ?(till|av dessa|av dem|av de|av andra|skrevs|gick|gatt|har|nya|avslutades|avslutats|borjade|borjat|"
    r"blev|fick|fatt|atergick|i|pa|remitterades)\b"
)
"""After a bare figure that counts people because an earlier one in the sentence did."""

UP_TO = re.compile(r" till (?=[\d.,]+ ?(?:%|procent))")
"""'från 50 till 100 procent': the first figure has the unit of the second."""

STOOD_FOR = re.compile(r"\b(star|stod|svarar|svarade) [^,.()]{1,40} for $")
"""'av 159 möten stod stadsdelarna för 102': a part of what was counted before."""

NUMBERED_REASON = re.compile(r"\b(?:avsluts)?(orsak \d)\b")
"""A reason for leaving by its number; the sentence that says what it stands for has the words too."""

ADDS_UP_TO = re.compile(r"\b(summerar|summera|adderar|adderas|summan blir)\b[^.]{0,16}$")
"""'Siffrorna adderar inte till 100 procent'."""
YEAR_NAMED = re.compile(r" ar (19|20)\d\d\b")
ONE_DID = re.compile(r" (av (dem|dessa)|har|fick|gick|blev|till (arbete|studier))\b")
"""After 'en' or 'ett' that counts one of those counted before."""

VERB_OR_PREPOSITION = re.compile(
    r" (?:\([^()]*\) )?(?:(?:har|hade|gick|gatt|fick|fatt|blev|blivit|var|ar|kom|kommit|tog|tagit|star|stod|finns|fanns|lamnade|"
    r"lamnat|haft|varit|kunnat|behallit|okat|minskat|upplevt|natt|fullfoljt|deltagit|borjat|startat|slutat|uppger|uppgav|anser|ansag|saknar|avbrot|hoppade|kvarstod|kvarstar|fortsatter|fortsatte|"
    r"[a-z]{3,}(?:ades|ats|ddes|ttes|rats|vits|vs)|"
    r"[a-z]{3,}ade(?= (?:till|fran|i|pa|sin|sitt|sina|under|av|med|och|att|det|sig|en|ett)\b|[,.]|$))|"
    r"till|fran|i|pa|inom|hos|via|genom|vidare|kvar|avslut|att|som|en|ett)\b(?! (?:%|procent))"
)
"""After a bare figure where no noun says what is counted: a verb or a preposition."""

NOTHING_FOLLOWS = re.compile(
    r" ?(?:\([^()]*\)|[,.;:]|(?:och|samt|varav|respektive|jamfort|mot|under|for|efter|vid|ar (?:19|20)\d\d)\b|$)|$"
)
"""After a bare figure that ends its clause."""

NO_COUNT_BEFORE = re.compile(
    r"(\b(malomrade|omrade|fraga|punkt|kl|nr|nummer|sida|kapitel|tabell|figur|steg|fas|grupp|lag|ar|den|vecka|version|under|sedan|i|eq)\.?|[-–/§]) ?$"
)
NO_COUNT_AFTER = re.compile(r" ?[-–/:§]| (?:ar|manader|veckor|dagar|timmar|ganger|gang|poang|kronor|kr|tkr|stycken?)\b")
"""Around figures that number, date or time something."""

CHANGED_THROUGH = re.compile(r"\b(fran [^.;()]*\btill|(justerats|justerades|andrats|hojts|sankts|reviderats) till) $")
CHANGED_TO = re.compile(r"\b(till|fran) $")
"""'ökade från 17 till 23'."""

AGES = re.compile(r"\b(?:mellan )?\d\d(?: ?[-–] ?| och | till )\d\d ?(?:ar\b|-?aringar|ars)")
"""'mellan 18 och 24 år', '16-29 år'."""

OF_THEM = re.compile(r" ?(nya|av dessa|av dem)\b")
"""After a bare figure that counts people whatever was counted before."""

THOSE = re.compile(r"\b(de|samtliga|alla) $")
WHO = re.compile(r" som\b")
"""'av de 24 som ..': people, although no word for them follows."""

SHARES_A_NOUN = ("varav ", "respektive ")
FROM = "fran "
TO_SHARE = re.compile(r" ?(?:%|procent)? ?till ?[\d.,]+ ?(?:%|procent)")
"""'från 25 % till 28 %': the first is the period before."""

COMPARES = re.compile(r"\b(an|jamfort med|jamforelse med|till|fran|sedan|mot|som|med) (det |de )?$")
"""Before 'föregående år' where that is what a figure is compared with, not when it was."""
BESIDE = re.compile(r"\b(jamfort med|jamforas med|mot|an) $")
"""Before a bare figure that is held against the one before it: '31 nya deltagare jämfört med 28 året innan'."""
LISTED = re.compile(r"^ ?till [^.;]*(,| och| samt) $")
"""Between two figures of a list of reasons: 'fem till arbete, två ..'; its words are those of the figure before."""
NEGATION = re.compile(r" (inte|ej|aldrig)\b")
NEGATED = re.compile(r"\b(inte|ej|aldrig) $")
GOES_ON = re.compile(r" (da|var|hade|lag|blev|uppgick)\b")
"""After 'föregående år' where the figures that follow are that year's."""

CHANGED_FROM = re.compile(r"\b(oka|minska|stig|steg|sjunk|sjonk|gatt|gick)[^.]{0,40}\bfran $")
TO_COUNT = re.compile(r" ?(?:deltagare |personer )?till ?\d")
"""'ökade från 47 till 52 deltagare': the first is the period before."""

YEAR_AFTER = re.compile(
    r"(?: ?(?:deltagare|personer|individer|besok))?(?: ?(?:under|for|i|ar))* ?(?:(?:samma|motsvarande) period )?((?:19|20)\d\d)\b"
)
YEAR_BEFORE = re.compile(
    r"((?:19|20)\d\d)(?:(?: ?:| var den| var| ar| \(| deltog| startade| avslutades| uppgick (?:den|det|de) till)"
    r"(?: motsvarande (?:andel|siffra))?|, da) ?$"
    r"|\bmalet (?:for )?((?:19|20)\d\d) (?:ar|var) (?:att )?(?:minst )?$"
    r"|(?:for|under) ((?:19|20)\d\d) (?:beraknas|vantas|forvantas|planeras)[^.;]*$"
)
SINCE = re.compile(
    r"\bsedan (?:[a-z]+ )?(?:start|starten|projektstart|borjan|uppstarten) ?(?:ar |i |under )?((?:19|20)\d\d)\b"
)
"""'Sedan starten 2022': all years from that on."""
COMPARED = re.compile(r"\b(jamfort med|respektive|mot) \d")
FILLER = re.compile(
    r"annu|aret|arets|aven|beraknas|borjan|deltagare|deltagarna|delvis|denna|dessa|dvs|efter|eller|"
    r"foregaende|fortfarande|fran|hade|halvaret|hela|helt|hos|ingang|inom|insatsen|jamforelse|jamfort|"
    r"kvinnor|kvinnorna|mannen|med|mellan|motsvarande|period|perioden|personer|procent|projektet|redan|"
    r"respektive|samma|samt|slut|tidigare|till|totalt|under|ungdomar|uppga|uppgar|uppgick|utan|utgang|"
    r"varit|vidare|vilket"
)
"""Words that say nothing of what a figure counts."""
AGAINST_A_GOAL = re.compile(r" ?(?:mot|jamfort med|att jamfora med) (?:malet|ett mal|malsattningen)\b")
"""After a result whose measure is said of its goal."""
COLON_APART = re.compile(r"[,;]? (?:och|samt|men|medan|varav|respektive) |[,;] ")

SAME_PERIOD = re.compile(r"\b(samma|motsvarande) (period|tid)\b|halvar|\bperioden\b")
"""A year beside these words stands for the same part of it."""

IRREALIS = re.compile(r"hade [^?]*\bhade\b")
"""'Hade dessa elva gått vidare, hade resultatet blivit 40 procent': nothing of it was so."""
JOINED = re.compile(r",? (?:men|medan|varav|samt) |[;:] |, och ")
"""What parts main clauses before the first figure of a sentence."""
MAIN_CLAUSE = re.compile(r", (?:[a-z]+ ){0,3}(?:har|var|ar|hade|blev) det ")
"""A new main clause after a comma: '.., under året har det varit drygt 60 elever'."""
BASE = re.compile(
    r"^(av|bland) (?!(arets|de sammanlagda)\b)[^,]*?(deltag|person|individ|klient|ungdom|avslut|utskriv|inskriv|nya|dem\b|dessa\b)"
)
"""'Av de utskrivna deltagarna ..': figures that follow count some of those."""

IS_NOT_YEARS = re.compile(r"\s?är\b")
"""In the printed text, 'är' after a figure; folded it is as 'år'."""

OF_BASE = re.compile(r"\bav (de |totalt |dessa |samtliga )*$")
"""Before a figure that others are taken of: 'Av de 21 deltagare som slutförde programmet har 15 arbete'."""
THEN_VERB = re.compile(r" (har|hade|gick|ar|var|fick|blev|uppger|anser|kom|atergick|borjade)\b")
"""Where the clause of such a figure ends and what is told of them begins."""

SHALL = re.compile(r"^[^,.;]{0,45}?\b(ska|skall|skulle)\b")
"""What shall be is a goal."""

OPENING_YEAR = re.compile(r"(?:(?:(?:under )?ar|under|i) )?(?:19|20)\d\d\b(?!-)")
"""A sentence that opens with a year speaks of it, up to the next year: 'År 2019 .. och 2021 ..'."""
CLAUSE_YEAR = re.compile(r"(?:^|\b(?:och|medan|men) )(?:(?:under )?ar |under |i )?((?:19|20)\d\d)\b(?!-)")
"""The years that clauses of such a sentence open with; 'i jämförelse med 2016' opens none."""

NOT_SUBJECT = re.compile(r"\b(till|i|hos|pa|inom|via|fran|av|och) $")
"""Before a name that is not whom the sentence is about."""

TAKES_PART_IN = re.compile(r" ?[a-z]+ (har deltagit )?(i|pa|hos) (nagon av [a-z]+ )?")
"""Between a count and the name of what those people take part in: '180 personer på ...'."""

NUMBERED_THING = re.compile(
    r"(?<!\w)(figur|tabell|bilaga|sida|sid|indikator|not|avslutsorsak|orsak|diagram|kapitel|steg|tertial|kvartal|"
    r"malomrade|omrade|januari|februari|mars|april|maj|juni|juli|augusti|september|oktober|november|december|nr|dnr|"
    r"kl)\.? (?:\d{1,2} (?:och|eller|till) )?$"
)
"""Before a figure that numbers a thing or is part of a date."""

AGE_OR_DATE = re.compile(
    r"^ ?(ar\b|arig|-?arsaldern|januari|februari|mars|april|maj|juni|juli|augusti|september|oktober|november|december|"
    r"jan\b|feb\b|dec\b|kap\b|§)"
)
"""After a figure that is an age, a date or a chapter."""

OPEN_END = re.compile(r"(\b(av|på|till|i|minst|ca|cirka|och|eller|för|med|de|under|efter|inom|om|att|ska)|[-,/(])$")
"""A printed line that ends so goes on in the next."""

ABBREVIATIONS = re.compile(
    r"\b(bl\.a|t\.ex|t\.o\.m|fr\.o\.m|ca|dvs|d\.v\.s|pga|alt|resp|inkl|exkl|m\.m|ev|kl|nr|st|jan|dec|\w+gem)\.$"
)
"""A full stop that ends no sentence."""
