"""What readers and writers of the running round say to each other, and what they see when they read closely."""

from dataclasses import dataclass
from typing import Literal

type Kind = Literal["answer", "silent", "asks", "back", "slip"]
"""`silent` is an answer that needs no reply, `back` the writer's own, `slip` what is taken back at once."""

MAJ, KARIN = "Maj Sävdunge", "Karin Olspång"
WRITER = ""


@dataclass(frozen=True, slots=True)
class Turn:
    """One message: on which day of November, by which reader (or the writer), of which kind, and what it says."""

    day: int
    by: str
    kind: Kind
    text: str


@dataclass(frozen=True, slots=True)
class Talk:
    """What is said about one reflection, by its writer and assignment; a flagged one is left to be thought about."""

    writer: str
    code: str
    turns: tuple[Turn, ...]
    flagged: bool = False


TALKS = (
    Talk(
        "Idris Kvarnvass",
        "01",
        (
            Turn(
                5,
                MAJ,
                "silent",
                "Tack. Raden du vill ha, det här hjälpte för att …, står nu i utkastet till nästa kort. "
                "Du får se det innan det skickas till någon annan.",
            ),
        ),
    ),
    Talk(
        "Siv Blåmyr",
        "01",
        (
            Turn(
                5,
                MAJ,
                "asks",
                "De tre kort där du inte såg vad stödet gällde, kom de från samma skola eller från flera? "
                "Jag frågar för att veta om det är mallen eller vanan.",
            ),
            Turn(6, WRITER, "back", "Från flera. Så det är nog mallen. Rutan heter Stöd, och då skriver man stödet."),
            Turn(9, MAJ, "silent", "Då byter vi namn på rutan innan vi ber någon byta vana. Det var lätt att missa."),
        ),
    ),
    Talk(
        "Adnan Vidspång",
        "01",
        (
            Turn(
                6, KARIN, "asks", "Hur fick ni ihop fyrtio minuter för tre personer? Det är det alla kommer att fråga."
            ),
            Turn(
                9,
                WRITER,
                "back",
                "En konferens blev inställd. Så det är inget svar på hur man får tid, "
                "bara på vad man kan göra med den.",
            ),
            Turn(10, KARIN, "silent", "Det är ett ärligare svar än det jag väntade mig. Jag tar med det som det står."),
        ),
    ),
    Talk(
        "Gustav Nattmyr",
        "01",
        (
            Turn(13, KARIN, "slip", "Hej! Kan du ta med kaffe till mötet på torsdag?"),
            Turn(
                13,
                MAJ,
                "answer",
                "Du har rätt i att svaret dröjde. Det ni skrev i våras blev två saker: kortet ryms på en sida, och "
                "samtalet ska hållas innan schemat läggs. Det stod i rapporten i juni, men ingen sa det till er. "
                "Den 16 december får ni som har svarat höra det först.",
            ),
        ),
    ),
    Talk(
        "Mira Tuvdal",
        "01",
        (
            Turn(
                13,
                KARIN,
                "asks",
                "Gällde samtalen grundskolor här i kommunen, eller också skolor i andra kommuner? "
                "Det avgör vem som kan äga övergången.",
            ),
        ),
    ),
    Talk(
        "Hanna Ekgrind",
        "02",
        (
            Turn(13, MAJ, "asks", "Vad hade hänt om du hade fått nej på båda tjänsterna?"),
            Turn(
                16,
                WRITER,
                "back",
                "Då hade en klass fått en mentor som redan hade sagt upp sig till september. "
                "Det visste jag inte när jag frågade. Jag hade tur.",
            ),
        ),
    ),
    Talk(
        "Love Spånghage",
        "02",
        (
            Turn(
                14,
                MAJ,
                "silent",
                "Hela förslaget, kopia till fritidshemmet, ligger överst till ledningsgruppens träff den 18 november. "
                "Jag skriver här på fredag vad det blev.",
            ),
        ),
    ),
    Talk(
        "Alva Rönnbrink",
        "02",
        (
            Turn(
                14,
                MAJ,
                "answer",
                "Barnen som flyttar hit mitt i terminen saknas i rutinen. Jag har frågat skolchefen om vi får göra en "
                "kort version redan till mars. Hon har inte sagt ja än.",
            ),
        ),
    ),
    Talk("Axel Ljungvret", "02", (), flagged=True),
)
SILENT = (
    ("Moa Granmyr", "01"),
    ("Malte Hasselgrind", "01"),
    ("Samir Dalvass", "01"),
    ("Rut Mossling", "02"),
    ("Signe Tranhage", "02"),
)
"""Read, and no answer is needed."""


@dataclass(frozen=True, slots=True)
class Theme:
    """A theme with what it is for; its passages by writer, assignment and sentences, as each reader marked them."""

    name: str
    description: str
    groups: tuple[str, ...]
    maj: tuple[tuple[str, str, tuple[int, ...]], ...]
    karin: tuple[tuple[str, str, tuple[int, ...]], ...]


TALK, LATE, NOBODY, WHY = (
    "Samtalet bär mer än kortet",
    "Det kommer vid fel tid",
    "Ingen läser, ingen frågar",
    "Vad som gjordes, inte varför det hjälpte",
)
THEMES = (
    Theme(
        TALK,
        "När någon säger att mötet mellan människor är det som för kunskapen vidare. Inte när kortet bara är bra.",
        ("Former",),
        (
            ("Idris Kvarnvass", "01", (0, 1)),
            ("Adnan Vidspång", "01", (0,)),
            ("Tilde Rosenvret", "01", (1,)),
            ("Signe Tranhage", "01", (2,)),
            ("Rut Mossling", "01", (2,)),
            ("Viggo Lindvass", "02", (0,)),
        ),
        (
            ("Adnan Vidspång", "01", (0, 1)),
            ("Tilde Rosenvret", "01", (0, 1)),
            ("Signe Tranhage", "01", (1, 2)),
            ("Rut Mossling", "01", (2,)),
            ("Stina Hällhage", "01", (0,)),
        ),
    ),
    Theme(
        LATE,
        "Underlag, samtal eller beslut som kommer när schemat redan ligger fast, eller när ingen hinner.",
        ("Tid", "Förutsättningar"),
        (
            ("Jonas Myrgrind", "01", (0,)),
            ("Arvid Mossvret", "01", (0,)),
            ("Mira Tuvdal", "01", (0, 1)),
            ("Hanna Ekgrind", "02", (0, 1)),
            ("Siv Blåmyr", "02", (1,)),
            ("Mira Tuvdal", "02", (1,)),
            ("Love Spånghage", "02", (0,)),
        ),
        (
            ("Jonas Myrgrind", "01", (0,)),
            ("Arvid Mossvret", "01", (0, 1)),
            ("Mira Tuvdal", "01", (0,)),
            ("Hanna Ekgrind", "02", (1,)),
            ("Siv Blåmyr", "02", (1, 2)),
            ("Mira Tuvdal", "02", (1,)),
        ),
    ),
    Theme(
        NOBODY,
        "Det som är skrivet når inte fram: ingen läser, eller ingen frågar tillbaka.",
        ("Former",),
        (
            ("Ines Pilbrink", "01", (0, 1)),
            ("Love Spånghage", "01", (0, 2)),
            ("Malte Hasselgrind", "01", (0,)),
            ("Axel Ljungvret", "01", (1,)),
            ("Viggo Lindvass", "01", (1,)),
        ),
        (
            ("Ines Pilbrink", "01", (0, 1)),
            ("Love Spånghage", "01", (2,)),
            ("Malte Hasselgrind", "01", (0,)),
            ("Lova Ängsgrind", "01", (0,)),
            ("Axel Ljungvret", "01", (1, 2)),
        ),
    ),
    Theme(
        WHY,
        "Kortet säger vilken insats eleven fick, men inte vilken situation den var till för eller varför den hjälpte.",
        ("Innehåll",),
        (
            ("Idris Kvarnvass", "01", (2,)),
            ("Siv Blåmyr", "01", (1,)),
            ("Tuva Videhage", "01", (0,)),
        ),
        (
            ("Siv Blåmyr", "01", (1, 2)),
            ("Tuva Videhage", "01", (0, 1)),
        ),
    ),
)
GONE_THROUGH = (
    ("Idris Kvarnvass", "01"),
    ("Siv Blåmyr", "01"),
    ("Jonas Myrgrind", "01"),
    ("Adnan Vidspång", "01"),
    ("Ines Pilbrink", "01"),
    ("Viggo Lindvass", "01"),
    ("Rut Mossling", "01"),
    ("Mira Tuvdal", "01"),
    ("Love Spånghage", "01"),
    ("Tilde Rosenvret", "01"),
    ("Malte Hasselgrind", "01"),
    ("Signe Tranhage", "01"),
    ("Lova Ängsgrind", "01"),
    ("Tuva Videhage", "01"),
    ("Arvid Mossvret", "01"),
    ("Stina Hällhage", "01"),
    ("Axel Ljungvret", "01"),
    ("Hanna Ekgrind", "02"),
    ("Siv Blåmyr", "02"),
    ("Viggo Lindvass", "02"),
    ("Mira Tuvdal", "02"),
    ("Love Spånghage", "02"),
)
"""Both readers have gone through these with the themes in mind; where neither marked anything, no theme fitted."""


@dataclass(frozen=True, slots=True)
class Kept:
    """A quote in the basket: some sentences, under a theme, for it or against it; asked, answered, in other words."""

    writer: str
    code: str
    sentences: tuple[int, ...]
    theme: str
    counter: bool = False
    asked: bool = False
    allowed: bool | None = None
    paraphrase: str = ""


QUOTES = (
    Kept("Tilde Rosenvret", "01", (1,), TALK, asked=True, allowed=True),
    Kept("Elis Ormvass", "01", (0, 1, 2), TALK, counter=True, asked=True, allowed=True),
    Kept("Jonas Myrgrind", "01", (0,), LATE, asked=True),
    Kept(
        "Siv Blåmyr",
        "02",
        (1,),
        LATE,
        paraphrase="Tiden för att ta emot ligger jämnt över året, fast den behövs i augusti och september.",
    ),
    Kept("Ines Pilbrink", "01", (0,), NOBODY),
)
