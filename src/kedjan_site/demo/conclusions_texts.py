"""The situation analysis of the spring in Ekköping: what it set out from, and its nine conclusions."""

from dataclasses import dataclass

TITLE = "Nuläget våren 2026"
REASON = (
    "Tre år i rad har läsårsrapporten sagt att analysen behöver bli bättre, och lika många år har vi bytt mall. Innan "
    "vi byter något mer vill vi höra hur ledare och nyckelpersoner ser på nuläget, och vad de tror att det beror på."
)
BASIS = "Läsårsrapporterna 2023–2025, enheternas årsanalyser, Kolada, internkontrollen hösten 2025."
PURPOSES = (
    "Samla hur ledare och nyckelpersoner ser på kvalitetsarbetet",
    "Komma åt orsaker, inte bara lägen",
    "Pröva slutsatserna på dem som svarade innan något beslutas",
)
PARTICIPANTS = "65 ledare och nyckelpersoner i alla skolformer. Maj Sävdunge och Karin Olspång läser."
OUTCOME = (
    "Åtta av nio slutsatser är fastställda eller ligger hos dem som svarade. De användes när nämnden fick "
    "läsårsrapporten i september."
)
PROBLEM_AREAS = (
    ("Årsanalyserna beskriver mer än de förklarar", "Maj Sävdunge", "Läsning av 24 årsanalyser, juni 2025"),
    ("Enheterna har för många mål på samma gång", "Torun Hedspång", "Verksamhetsplanerna 2025/26: 4,5 områden i snitt"),
    ("Underlagen kommer sent och stämmer inte sinsemellan", "Rektorerna", "Ledningsgruppens genomgång, januari 2026"),
    ("Vi vet sällan vad en åtgärd gav", "Nämnden", "Fråga den 26 november 2025"),
)


@dataclass(frozen=True, slots=True)
class Text:
    """A conclusion: its words first and last, what is meant, and what speaks for it and against it.

    `area` is the place of the problem area, `goal` that of the board's goal. Evidence is told by its kind and the
    words it is found by; `later` is what it was worded as afterwards, and why, and `meant_first` what was meant until
    then, where that was something else. `decided` is the motive; empty where it has not been decided on.
    """

    text: str
    means: str
    area: int | None
    goal: int
    supports: tuple[tuple[str, str], ...]
    counters: tuple[tuple[str, str], ...] = ()
    strength: bool = False
    later: tuple[str, str] = ("", "")
    meant_first: str = ""
    decided: str = ""


CELL, TEXT, PATTERN, SAVED = "loops.cell", "loops.text", "loops.pattern", "combination"
CONCLUSIONS = (
    Text(
        "Analysen behöver bli starkare: vi beskriver mer än vi förklarar",
        "Taggen om analysförmåga är vanligast när frågan gäller kvalitetsarbetet och analysen, och ovanlig när den "
        "gäller undervisning och lärmiljö. Vi tror att det är frågan varför som saknas, inte förmågan att tänka.",
        0,
        0,
        (
            (CELL, "05b Analysförmågan behöver utvecklas"),
            (PATTERN, "05b"),
            (TEXT, "Vi beskriver bra och förklarar dåligt."),
            (TEXT, "Det här är fjärde kvällen jag skriver på en analys"),
            (TEXT, "Vi har lärt oss att skriva vad vi gjorde och vad barnen tyckte."),
        ),
        (
            (TEXT, "Att analysförmågan behöver stärkas låter som om vi inte kunde tänka."),
            (TEXT, "Mina arbetslag analyserar bättre vid kaffet än i mallen."),
        ),
        decided="De flesta känner igen sig. Den som skrev att vi tänker hela dagarna har rätt, och därför står det "
        "att vi beskriver mer än vi förklarar, inte att vi inte kan.",
    ),
    Text(
        "Underlaget för analys behöver bli bättre och komma i tid",
        "Underlag finns om resultat, men sällan om undervisning, och tre system ger tre siffror för samma klass.",
        2,
        0,
        (
            (CELL, "05b Analysunderlaget brister"),
            (TEXT, "Jag var sur när jag öppnade dokumentet och är mindre sur nu."),
            (TEXT, "Jag har tre inloggningar för att få reda på hur det går för en klass."),
        ),
        ((TEXT, "I anpassade gymnasieskolan har vi följt varje elevs väg"),),
        decided="Motbeläggen visar att det går: ett arbetslag följer tre frågor i två år. Det ändrar inte slutsatsen, "
        "men det är där vi börjar titta.",
    ),
    Text(
        "Kvalitetsarbetet behöver knytas närmare överenskommelser och verksamhetsplaner",
        "Planen skrivs i augusti och analysen i juni, och de två läses sällan tillsammans.",
        0,
        0,
        ((TEXT, "Det jag tar med mig är kopplingen till verksamhetsplanen."),),
        decided="Ingen har sagt emot. Vi lägger planen och analysen bredvid varandra på höstens kvalitetsdialoger.",
    ),
    Text(
        "Mallar för dokumentation behöver vara gemensamma",
        "Den första lydelsen sa att mallarna ska standardiseras. Flera svarade att det är samtalet som behöver stöd, "
        "och att en mall till inte hjälper. Den här lydelsen ligger hos er nu.",
        0,
        0,
        (
            (TEXT, "Visst har vi stort utrymme. Så stort att sju arbetslag analyserar på sju sätt"),
            (TEXT, "Varför heter det systematiskt när mallen byts vartannat år?"),
        ),
        (
            (TEXT, "Det som står om mallar gör mig tveksam."),
            (TEXT, "Standardiserade mallar är inget viktigt område"),
        ),
        later=(
            "Dokumentationen behöver få ligga still: en kort mall i tre år, och stöd för samtalet om svaren",
            "Uppdrag 05a visade att en gemensam mall hjälper den som inte vet hur man börjar, och att den inte räcker.",
        ),
        meant_first="Med samma rubriker går svaren att lägga bredvid varandra, och den som är ny vet var man börjar.",
    ),
    Text(
        "Vi behöver få mål, större djup och längre tid",
        "Tre områden i taget, i minst två år. Då hinner vi se vad som händer.",
        1,
        0,
        (
            (TEXT, "Slutsats fem, tack, vi har redan gått ner till två mål"),
            (TEXT, "Så roligt att få läsa! Ettan och femman hör ihop"),
            (TEXT, "Vi bestämde oss för ett utvecklingsområde i två år"),
        ),
        ((TEXT, "Tre mål! Jag kan dem, vikarien kan dem"),),
        decided="Vi har redan gått från 4,5 till 2,8 områden i snitt. Slutsatsen står kvar för att det inte ska "
        "krypa upp igen.",
    ),
    Text(
        "Uppföljning och utvärdering behöver göras så att vi kan se vad en insats gav",
        "Det räcker att bestämma i förväg vad vi ska titta efter, och när.",
        3,
        1,
        (
            (TEXT, "Vi gör mycket och det mesta blir bra, men fråga mig inte vad som gav vad."),
            (TEXT, "Vi följer upp, men mest i juni."),
            (TEXT, "Ingen av slutsatserna är fel och ingen svider."),
        ),
        decided="Stämmer i alla skolformer. Komvux tar vidare förslaget att ringa eleven tre månader efter kursslut.",
    ),
    Text(
        "Kvalitetsarbetet behöver digitala verktyg som spar tid och går att analysera",
        "Vi är inte överens. Några ser tre inloggningar, andra ser en surfplatta i sandlådan. Vi letar efter fler "
        "texter innan den läggs fram.",
        2,
        0,
        ((TEXT, "Plattformen bestämmer vad vi får fylla i"),),
        (
            (TEXT, "Stämmer bra, utom det om digitalisering"),
            (TEXT, "Apropå digitalisering: vi har datorer"),
            (TEXT, "Digitala verktyg var vårt fokus i två år"),
        ),
    ),
    Text(
        "Hålla i, hålla ut, hålla om och hålla ihop",
        "Arbetssätt får sällan leva längre än den som införde dem.",
        1,
        1,
        (
            (SAVED, "Vet vad som behövs"),
            (TEXT, "Jag sökte på fritidshem i texten."),
            (TEXT, "Jag vet vad som behöver göras."),
        ),
        later=(
            "Håll i och håll ut i det vi redan har skapat, innan vi börjar med något nytt",
            "Fyra verb var tre för många. Det som ni skrev om handlar om att inte börja om.",
        ),
        decided="Omskriven efter er återkoppling: det är samma sak, sagt så att den går att följa upp.",
    ),
    Text(
        "Men mycket är gott också: arbetslagen prövar, delar med sig och vågar avbryta det som inte hjälper",
        "Det som fungerar följs sällan upp. Den dag det försvinner vet vi inte vad det var vi gjorde.",
        None,
        2,
        (
            (CELL, "04 Stort handlingsutrymme"),
            (TEXT, "När jag kom till raden om att mycket är gott"),
            (TEXT, "Det bästa är friheten att avbryta något som inte hjälper."),
            (TEXT, "Vi har slutat analysera allt."),
        ),
        strength=True,
        decided="Ni ville ha den först i stället för sist. I rapporten står den först.",
    ),
)
COMBINATION = (
    "Vet vad som behövs, saknar förutsättningar",
    "De som skriver så beskriver oftast tid som försvinner, inte kunskap som saknas.",
)
