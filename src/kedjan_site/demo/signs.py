"""The signs that Ekköping has chosen for the board's goals, and what it has stopped collecting."""

from datetime import date, datetime
from uuid import uuid5

from kedjan.goals import service as goals
from kedjan_site.demo import cast
from kedjan_site.demo.moments import ROUND_ID, STOCKHOLM

CHOSEN = datetime(2026, 9, 16, 13, 0, tzinfo=STOCKHOLM)
SIGNS = (
    (
        0,
        "Eleverna säger själva vad de ska träna på",
        "Samtal i klassen, åk 3, 6 och 8",
        "oktober och mars",
        "arbetslagen",
    ),
    (0, "Behöriga till gymnasiets yrkesprogram", "Betyg efter våren och lovskolan", "september", "rektorerna"),
    (0, "Undervisande samtal ute i förskolan", "Kollegiala besök två och två", "mars", "arbetslagen i förskolan"),
    (1, "Stödet är på plats vecka 36", "Stödkorten", "september", "mottagande mentor och specialpedagog"),
    (1, "Dagar från signal till utredning", "Månadsfilen om frånvaro", "varje månad", "elevhälsoteamen"),
    (2, "Eleverna är trygga i åk 2, 5 och 8", "Trygghetsenkäten", "november, vartannat år", "rektorerna"),
    (2, "Klassen får se sina svar inom fyra veckor", "Klassens tre frågor", "december", "mentorerna"),
)
STOPPED = (
    (
        "Sjutton frågor i enheternas årsanalys",
        date(2026, 8, 17),
        "skolchefen, efter SKA 25",
        "Ingen hade använt svaren på två år.",
        2_160,
    ),
    (
        "Omdömen för elever där inget avviker i mitterminsavstämningen",
        date(2026, 8, 17),
        "skolchefen, på förslag av matematiklaget",
        "Läraren skriver bara in det som avviker. En avstämning tar 55 minuter i stället för 95.",
        None,
    ),
    ("Månatlig rapport om lokaler från förskolorna", date(2026, 9, 16), "ledningsgruppen", "", 540),
)


def load(board: goals.Framework) -> None:
    """Choose the signs and say what has been stopped; loading again changes nothing."""
    maj = cast.actor("Maj Sävdunge", now=CHOSEN)
    for place, looked_at, source, when, by_whom in SIGNS:
        goals.choose_sign(
            by=maj,
            now=CHOSEN,
            key=uuid5(ROUND_ID, f"sign {looked_at}"),
            goal=board.goals[place].id,
            looked_at=looked_at,
            source=source,
            when=when,
            by_whom=by_whom,
        )
    for what, since, decided_by, reason, minutes in STOPPED:
        goals.stop_collecting(
            by=maj,
            now=CHOSEN,
            key=uuid5(ROUND_ID, f"stopped {what}"),
            what=what,
            since=since,
            decided_by=decided_by,
            reason=reason,
            minutes=minutes,
        )
