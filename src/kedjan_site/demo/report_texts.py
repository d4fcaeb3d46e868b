"""The words of Ekköping's reports. Quotes are found in the round by the words they begin with."""

from dataclasses import dataclass
from typing import Literal

type Kind = Literal["text", "table", "picture", "pattern", "quote", "definitions"]


@dataclass(frozen=True, slots=True)
class Part:
    """One block: `of` is a table, an assignment or words of a reflection; `drawing` the picture and its column."""

    kind: Kind
    of: str = ""
    text: str = ""
    drawing: str = ""
    quote: str = ""
    consent: str = ""


type Section = tuple[str, int, tuple[Part, ...]]


@dataclass(frozen=True, slots=True)
class Text:
    """A report: title, subtitle and sections (heading, level, parts)."""

    title: str
    subtitle: str
    sections: tuple[Section, ...]


def said(text: str) -> Part:
    """A text of Maj's."""
    return Part("text", text=text)


def quoted(words: str, *, consent: str = "Muntligt, när rapporten lästes igenom 9 juni", part: str = "") -> Part:
    """A reflection's words, or a part of them, with its author's consent."""
    return Part("quote", of=words, quote=part, consent=consent)


SUMMARY = said(
    "I våras skrev 65 ledare och nyckelpersoner 402 reflektioner om nuläget i våra verksamheter. De flesta säger att "
    "områdena är mycket viktiga. Att analysera, alltså att förstå varför det blev som det blev, är det som flest vill "
    "bli bättre på. Många vet vad som behöver göras och söker tiden till det.\n\n"
    "Tre saker tar vi med oss in i hösten:\n\n"
    "- Vi ska ha färre frågor och bättre underlag.\n"
    "- Analysen ska ske i arbetslagen, med frågor som är ställda i förväg.\n"
    "- Det pedagogiska ledarskapet behöver skyddad tid, inte en ny modell."
)
METHOD = said(
    "Nio uppdrag skickades ut mellan mars och juni. Den som svarade skrev fritt, satte en eller flera taggar på sin "
    "text och angav hur det kändes på en skala från −2 till 2. Att avstå var tillåtet och följdes inte upp.\n\n"
    "Svaren blev färre med tiden: 65 på det första uppdraget, 29 på uppdrag 05b. Det som sägs om de senare uppdragen "
    "vilar alltså på färre personer, och vi vet inte vad de andra hade skrivit.\n\n"
    "Texterna har lästs av Maj Sävdunge och Karin Olspång. I rapporten finns bara tal som bygger på minst fem "
    "personer. Gymnasieskolan och de anpassade skolformerna visas tillsammans av det skälet. Citaten är godkända av "
    "dem som skrev dem."
)
NEXT = said(
    "Det här gör vi, och så märker du det:\n\n"
    "- Verksamhetsplanen får högst tre områden från augusti. Ansvarig är skolchefen.\n"
    "- Arbetslagen får två frågor i förväg inför varje analys. Ansvarig är kvalitetsutvecklaren.\n"
    "- Sju frågor och en blankett tas bort, eftersom ingen har använt svaren.\n\n"
    "Förslaget om en gemensam mall för alla enheter säger vi nej till i år. Flera av er skriver att samtalet är bättre "
    "än mallen, och vi vill inte ta bort det som fungerar."
)

ANALYSIS = Text(
    "Nulägesanalys våren 2026",
    "Vad 65 ledare och nyckelpersoner ser, och vad vi gör av det",
    (
        ("Sammanfattning", 1, (SUMMARY,)),
        ("Så gick det till", 1, (METHOD,)),
        (
            "Det som syns i svaren",
            1,
            (
                Part("picture", of="tags_by_assignment", drawing="heat"),
                said(
                    "Färgen visar hur stor andel av reflektionerna om ett uppdrag som har "
                    "taggen. De markerade talen är de "
                    "största i tabellen. Det gör dem inte till brister: ”Mycket viktigt "
                    "område” är störst nästan överallt "
                    "och säger mest att frågorna var rätt ställda."
                ),
                quoted("När jag såg siffran blev jag först arg"),
            ),
        ),
        (
            "Analysen är det svåra",
            1,
            (
                Part("pattern", of="01"),
                Part("pattern", of="05b"),
                said(
                    "Analysförmågan nämns oftast där uppdraget handlade om just "
                    "kvalitetsarbete och analys, och nästan inte "
                    "alls där det handlade om ledarskap och lärmiljö. Det talar för att "
                    "det är uppgiften och underlaget som "
                    "är svåra, mer än att kunnandet saknas. Så här kan det se ut:"
                ),
                quoted(
                    "Jag läste våra tre senaste årsanalyser",
                    part="Jag läste våra tre senaste årsanalyser efter varandra en kväll. Man "
                    "kunde ha bytt årtal på dem "
                    "utan att någon märkt det.",
                ),
                quoted(
                    "Elevhälsan får se underlagen när analysen är klar",
                    part="Elevhälsan får se underlagen när "
                    "analysen är klar, och då står det redan att orsaken är "
                    "hemförhållanden. Det är sällan hela orsaken.",
                ),
                Part("picture", of="tags_by_assignment", drawing="bars a01"),
            ),
        ),
        (
            "Ledarskapet saknar tid",
            1,
            (
                Part("pattern", of="06"),
                quoted("Sedan påsk har jag haft lönesamtal, en stulen svets"),
                Part(
                    "quote",
                    of="Hur ska jag leda andras boksamtal",
                    text="En ledare beskriver att det är svårt att leda en undervisning som man aldrig hinner se.",
                ),
            ),
        ),
        (
            "Mycket är gott också",
            1,
            (
                Part("pattern", of="07"),
                quoted("Vi gissade resultatet innan vi öppnade filen", consent="Per mejl 8 juni"),
                quoted(
                    "Gården är vårt största rum och det enda utan plan",
                    part="Vi har börjat med vattenrännan, och samtalen kring den är längre än de vi har inne.",
                ),
                quoted("Mina arbetslag analyserar bättre vid kaffet"),
            ),
        ),
        (
            "Lika och olika i verksamheterna",
            1,
            (
                Part("picture", of="by_area", drawing="multiples"),
                Part("table", of="tags_by_area"),
                said(
                    "Grundskolan svarar med en något ljusare känsla än de andra. "
                    "Skillnaderna är små och grupperna olika "
                    "stora, så vi drar inga slutsatser om enskilda verksamheter av dem."
                ),
            ),
        ),
        ("Det vi gör nu", 1, (NEXT,)),
        (
            "Bilaga: tabeller och definitioner",
            1,
            (Part("table", of="tags_by_assignment"), Part("table", of="by_area"), Part("definitions")),
        ),
    ),
)

CONCLUSIONS_HEADING = "Slutsatserna vi arbetar efter"
CONCLUSIONS_SAID = (
    "I september fastställdes sju av nio slutsatser, när de som svarade i våras hade fått säga om de kände igen sig. "
    "Den som säger vad som fungerar står först, för det var vad ni bad om."
)
CONCLUSIONS = (
    (9, "Ingen av oss vet än hur vi ska följa upp det som fungerar. Det tar vi med till kvalitetsdialogerna."),
    (1, "De två frågorna i förväg är vårt svar på den här. I juni ser vi om analyserna förklarar mer."),
    (5, ""),
)
"""Conclusions by their number, and what Maj says below each."""

VERSION = "Innan Torun läste"
ASKED = "Hur vet vi att alla tre är i bruk? Skriv vem som har sett det."
DOUBTED = "Bilden är från i våras. Står det tydligt nog, så att ingen tror att det är höstens svar?"
ANSWERED = (
    "Det har vi sett på två sätt: i verksamhetsplanerna, som har 2,8 områden i snitt, och på rektorsmötet den 5 "
    "november, där alla enheter berättade om sina frågor."
)
OUTLINES = (
    (
        "Enhetens kvalitetsrapport",
        """# Sammanfattning
Högst en halv sida. Skriv den sist. En styrka, ett tvivel, en sak som inte blev av.
# Det vi prövade
En åtgärd i taget: vad vi hoppades, vad vi gjorde och vad vi såg.
## Vad barnen och eleverna säger
# Vad vi tar med oss
Högst tre områden, med vem som ansvarar och när vi ses om det.
> Det här gör vi, och så märker du det:
# Begrepp och underlag
[begrepp]""",
    ),
    (
        "Läsårsrapport till nämnden",
        """# Sammanfattning
Högst en sida. Det nämnden ska kunna svara på om någon frågar.
# Mycket är gott också
Styrkorna först. Hämta slutsatserna som är fastställda.
# Det som behöver bli bättre
Varje påstående ska gå att följa till det som det bygger på. Skriv också vad som talar emot.
# Förslagen och svaren
Vad som föreslogs, vad vi svarade och varför.
# Det här slutar vi med
# Bilaga: begrepp och underlag
[begrepp]""",
    ),
)

FOLLOW_UP = Text(
    "Från ord till underlag",
    "Uppföljning hösten 2026 av nulägesanalysen",
    (
        (
            "Vad vi lovade i juni",
            1,
            (
                said(
                    "I juni lovade vi tre saker: högst tre områden i verksamhetsplanen, två frågor i förväg till varje "
                    "analys och sju frågor färre. Alla tre är i bruk sedan augusti. Det "
                    "här utkastet ska säga vad det gav."
                ),
                Part("pattern", of="05a"),
            ),
        ),
        (
            "Vad arbetslagen säger",
            1,
            (
                Part("picture", of="tags_by_assignment", drawing="bars a05b"),
                Part("quote", of="Varje gång vi ska analysera trivseln får vi samma staplar"),
            ),
        ),
        ("Det vi inte vet än", 1, ()),
    ),
)
