"""What those who were asked in Ekköping say of the spring's conclusions, and what they were answered."""

from datetime import datetime, timedelta
from uuid import UUID

from kedjan.improvement import service as improvement
from kedjan.improvement.service import Relevance, Stance
from kedjan_site.demo import cast
from kedjan_site.demo.evaluations_texts import KNOWN, SAID

type Said = tuple[Stance, Relevance | None, str]
T, P, N, C = Stance.TRUE, Stance.PARTLY, Stance.NOT_TRUE, Stance.CANNOT_SAY
MUCH, SOME, NONE = Relevance.RELEVANT, Relevance.SOMEWHAT, Relevance.NOT
OTHERWISE: dict[int, dict[str, Said]] = {
    1: {
        "Otto Kråkvass": (N, MUCH, "Vi saknar inte förmåga, vi saknar en sammanhängande timme."),
        "Tuva Videhage": (P, SOME, ""),
        "Love Spånghage": (P, SOME, "På fritids har ingen bett oss förklara något än."),
    },
    2: {"Sixten Lindtuva": (C, None, ""), "Axel Ljungvret": (P, MUCH, "")},
    3: {"Vendela Björnmyr": (C, SOME, "Vår plan är en sida. Vad skulle knytas till vad?"), "Bo Alspång": (P, SOME, "")},
    5: {"Moa Granmyr": (P, MUCH, "Det är inte antalet som är svårt, det är att de byts.")},
    6: {"Disa Hagvret": (T, NONE, "")},
    8: {
        "Jonas Myrgrind": (P, MUCH, "Fyra verb är en sång, inte en slutsats. Säg vad ni menar."),
        "Ester Kärrgrind": (P, SOME, "Stämmer, men går inte att följa upp som den står."),
        "Tilde Rosenvret": (C, None, ""),
    },
    9: {"Tuva Videhage": (N, NONE, "Hos oss är det en ögonblicksbild från i våras. Låt det stå så.")},
}
"""By conclusion, those who do not simply say that it holds and matters."""
ANSWERS = {
    1: "Du har rätt i att tiden saknas, och den står i slutsats 2 och i rapporten. Den här handlar om vad vi gör med "
    "den tid som finns. Orden ändrar vi inte, men vi säger båda sakerna när vi lägger fram den.",
    2: "Tack för att du säger till. Vi kommer till er i oktober och visar vilka underlag vi menar.",
    3: "Det räcker att planens tre rader går att känna igen i analysen i juni. Vi tar med ett exempel till dialogen.",
    5: "Ja. Därför står det också längre tid.",
    8: "Tack. Vi skriver om den så att det går att se om vi gör det.",
    9: "Vi låter det stå att det gäller våren 2026.",
}
NOW_OPEN: dict[str, Said] = {
    "Ester Kärrgrind": (T, MUCH, "Tre år är bra. Börja räkna nu."),
    "Viggo Lindvass": (T, MUCH, ""),
    "Ines Pilbrink": (T, MUCH, ""),
    "Malte Hasselgrind": (P, SOME, "Kort mall, ja. Men vem ger stödet för samtalet?"),
    "Bo Alspång": (T, SOME, ""),
    "Gustav Nattmyr": (T, MUCH, ""),
}
"""What has been said so far of the conclusion that lies before them in November."""


def people() -> list[str]:
    """Return those of the spring's respondents who have an account and answered in August."""
    return [name for name in SAID if name in {*KNOWN.values(), "Ester Kärrgrind", "Love Spånghage"}]


def say(ids: dict[int, UUID], now: datetime) -> None:
    """Let them say what they think of the conclusions that were fed back in August."""
    for place, name in enumerate(people()):
        at = now + timedelta(days=1 + place % 9, minutes=11 * place)
        for number, id_of in ids.items():
            react(name, id_of, at, OTHERWISE.get(number, {}).get(name, (T, MUCH, "")))


def say_now(id_of: UUID, now: datetime) -> None:
    """Let some of them say what they think of the one that lies before them now."""
    for place, (name, said) in enumerate(NOW_OPEN.items()):
        react(name, id_of, now + timedelta(hours=5 * (place + 1)), said)


def react(name: str, id_of: UUID, at: datetime, said: Said) -> None:
    """Let somebody react to a conclusion."""
    stance, relevance, comment = said
    improvement.react(
        by=cast.actor(name, now=at), now=at, id=id_of, seen=0, stance=stance, relevance=relevance, comment=comment
    )


def answer(ids: dict[int, UUID], now: datetime) -> None:
    """Let Maj answer those who did not agree."""
    maj = cast.actor("Maj Sävdunge", now=now)
    for number, text in ANSWERS.items():
        there = improvement.disagreements(by=maj, now=now, id=ids[number]).items
        chosen = [each.id for each in there]
        improvement.answer_disagreements(by=maj, now=now, id=ids[number], reactions=chosen, text=text)
