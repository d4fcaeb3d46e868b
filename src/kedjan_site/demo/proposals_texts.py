"""The proposals of Ekköping's situation analysis in the spring, and what was answered."""

from dataclasses import dataclass
from datetime import date

from kedjan.actions.service import Ruling


@dataclass(frozen=True, slots=True)
class Doing:
    """What a yes became: what is done, by whom, by when, what we shall see, and when it comes back."""

    text: str
    who: str
    by_when: date
    sign: str
    follow_up_on: date


@dataclass(frozen=True, slots=True)
class Text:
    """A proposal: its words, the place of the board's goal, the words it is found by, or where it was heard."""

    text: str
    means: str
    goal: int
    said: tuple[str, ...] = ()
    heard: str = ""
    answer_by: date = date(2026, 8, 31)
    answer: tuple[Ruling, str] | None = None
    plan: Doing | None = None


FOLLOWED = "Högst tre utvecklingsområden i varje enhets plan"
PAUSED = "En administratör delas på två rektorsområden"
SHORTER = "Bara det som avviker skrivs in i mitterminsavstämningen"
SAME = ("Planera i rullande treårscykler", "Låt överenskommelserna löpa över tre år")
SEEN = (
    "Elva av tolv planer har högst tre områden, i snitt 2,8. I fjol var snittet 4,5. Den tolfte hade fyra, "
    "och ett skäl. Vi vet inte än om arbetet gick djupare, det syns först i junis analyser."
)
WHY_PAUSED = (
    "Tjänsten är utlyst två gånger utan sökande. Vi börjar om i januari, då HR lägger ihop den med en halv tjänst i "
    "Norrtorp. Det är inte idén som stannar."
)
STRATEGY = (
    "Underlätta och spara tid",
    "Det vi lägger till ska vara mindre än det vi tar bort. Varje åtgärd här säger vad den ersätter.",
    "Mitterminsavstämningen i ett arbetslag",
    "minuter per avstämning",
    "Lagens egna anteckningar, SKA 7, våren och hösten 2026",
)
TIME_OF_WHOM = "arbetslag"
TIME_TAKEN = ((date(2026, 5, 4), 82, 6), (date(2026, 8, 24), 68, 9), (date(2026, 10, 9), 55, 11))
"""How many minutes an occasion took, on which day, in how many teams."""
PROPOSALS = (
    Text(
        FOLLOWED,
        "Fyra eller fem områden hinner bara beskrivas. Tre hinner någon arbeta med.",
        0,
        said=("vem som säger ifrån",),
        heard="Ledningsgruppen, januari 2026",
        answer=(
            Ruling.YES,
            "Ja, från läsårets planer. Den som behöver fler skriver ett skäl. Jag läser planerna den 5 september och "
            "säger till om jag själv lägger på er ett fjärde.",
        ),
        plan=Doing(
            "Högst tre utvecklingsområden i varje enhets plan",
            "Maj Sävdunge",
            date(2026, 9, 5),
            "Planerna har högst tre områden, och i juni går det att säga vad var och en av dem gav.",
            date(2026, 10, 12),
        ),
    ),
    Text(
        SHORTER,
        "Avstämningen tog 95 minuter. Det mesta var sådant som ingen läste.",
        0,
        heard="Arbetslagen, mars 2026",
        answer=(
            Ruling.YES,
            "Ja, från oktober. Matrisen fylls i där något avviker, resten står tomt. Saknar någon det tomma i juni tar "
            "vi upp frågan igen.",
        ),
        plan=Doing(
            "Bara avvikelser skrivs in i mitterminsavstämningen",
            "Torun Hedspång",
            date(2026, 10, 16),
            "Avstämningen tar högst en timme, och inget lag ber om det som togs bort.",
            date(2026, 11, 13),
        ),
    ),
    Text(
        SAME[0],
        "Ett område i tre år: ett år att förstå, ett att pröva, ett att låta det bli vardag.",
        0,
        said=("Låt mallen ligga still i tre",),
        heard="Bilaga till analysen, mål 1",
        answer_by=date(2026, 12, 11),
    ),
    Text(SAME[1], "Samma tanke, för stödets överenskommelser.", 1, heard="Bilaga till analysen, mål 2"),
    Text(
        PAUSED,
        "Rektorer med över fyrtio medarbetare hinner inte leda lärandet.",
        0,
        said=("låt en administratör ta lokalbokning",),
        heard="Rektorsmötet, maj 2026",
        answer=(
            Ruling.YES,
            "Ja. Två rektorsområden börjar dela i höst, och vi ser i mars om det gav er tid i klassrummen.",
        ),
        plan=Doing(
            "En administratör delas på Kråkeks och Tallvippans rektorsområden",
            "Torun Hedspång",
            date(2026, 12, 18),
            "Rektorerna besöker undervisning varje vecka.",
            date(2027, 3, 15),
        ),
    ),
    Text(
        "En specialpedagog till på Kråkekskolan",
        "Stödet kommer sent, och de som ska ge det räcker inte.",
        1,
        heard="Dialogmötet den 20 maj 2026",
        answer=(
            Ruling.NO,
            "Nej i år. Ramen räcker inte utan att ta från läspassen i ettan. Ni får 20 procent av Sivs tid i augusti, "
            "och frågan tas upp i budgetdialogen i mars.",
        ),
    ),
    Text(
        "Digitalisera överenskommelserna",
        "De skrivs i tre olika mallar och går inte att söka i.",
        2,
        heard="Bilaga till analysen, mål 3",
        answer=(
            Ruling.LATER,
            "Senare. Först kortar vi dem till en sida. Att digitalisera det som är för långt gör det bara lättare att "
            "skriva för långt. Vi tar upp det igen i mars.",
        ),
    ),
    Text(
        "En sida om SKA för den som är ny",
        "Fem steg, exempel, inga förkortningar.",
        0,
        heard="Introduktionsdagen, augusti 2025",
        answer_by=date(2026, 10, 30),
    ),
    Text(
        "Fråga fritidshemmet först ibland",
        "Fritids nämns sist, och då är mötet slut.",
        2,
        said=("Ingen har frågat vad vi ser", "Jag sökte på fritidshem i texten"),
        answer_by=date(2026, 12, 11),
    ),
)
"""The first two go with their actions; the day when the last of those comes back has passed on the demo's own day."""
