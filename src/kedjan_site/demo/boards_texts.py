"""What stands on the board of Ekköping's situation analysis."""

from typing import NamedTuple


class Text(NamedTuple):
    """An observation about the board's goal at a place.

    `conclusion` is the number of one that it comes from, `said` how reflections go on that it comes from.
    """

    goal: int
    part: str
    worth: str
    level: str
    text: str
    conclusion: int = 0
    said: tuple[str, ...] = ()


OBSERVATIONS = (
    Text(0, "S", "good", "provider", "Tre prioriterade områden i stället för elva", 5),
    Text(0, "S", "good", "unit", "Två förstelärare har tid i schemat för kollegorna"),
    Text(
        0,
        "S",
        "good",
        "class",
        "Digitala verktyg i klassrummet",
        7,
        ("De digitala hjälpmedlen kom fortare", "Apropå digitalisering: vi har datorer"),
    ),
    Text(0, "S", "poor", "provider", "Tre system ger tre siffror för samma klass", 2),
    Text(
        0,
        "S",
        "poor",
        "class",
        "Digitala verktyg – i klassrummet",
        7,
        (
            "Digitala verktyg var vårt fokus i två år",
            "Stämmer bra, utom det om digitalisering",
            "De digitala hjälpmedlen kom fortare",
        ),
    ),
    Text(0, "S", "poor", "unit", "Planeringstiden går åt till vikariat"),
    Text(0, "P", "good", "class", "Arbetslagen avbryter det som inte hjälper", 9),
    Text(0, "P", "good", "unit", "Ämneskonferenserna slutar med en sak att pröva"),
    Text(0, "P", "poor", "unit", "Vi beskriver mer än vi förklarar", 1),
    Text(0, "P", "poor", "class", "Uppföljningen är fläckvis bra, men ingen vet var", 6),
    Text(0, "I", "good", "pupil", "Fler elever i åk 8 säger vad de ska träna på"),
    Text(0, "I", "poor", "pupil", "Pojkarna i åk 6 tappar i svenska från vår till höst"),
    Text(0, "", "proposal", "provider", "Lägg fast tre analysfrågor som håller i två år", 1),
    Text(0, "", "proposal", "provider", "En plats för alla resultat, före september", 2),
    Text(1, "S", "good", "provider", "Stödkortet följer med från förskola till gymnasium"),
    Text(1, "S", "good", "unit", "Speciallärare på plats från vecka 37"),
    Text(1, "S", "poor", "provider", "En tjänst delas på tre förskolor och räcker till en"),
    Text(1, "S", "poor", "unit", "Schemat läggs innan överlämningarna är gjorda"),
    Text(1, "P", "good", "unit", "EHT tar nya signaler varje tisdag"),
    Text(1, "P", "good", "class", "Mentorerna ringer hem samma dag"),
    Text(1, "P", "poor", "unit", "Utredningen börjar om när eleven byter skola"),
    Text(1, "P", "poor", "class", "Anpassningar skrivs ner men läses inte"),
    Text(1, "", "proposal", "provider", "Samtal om stödkortet före schemaläggningen"),
    Text(1, "", "proposal", "unit", "En mall mindre för varje ny", 4),
    Text(2, "S", "good", "unit", "Bemannad entré varje morgon på Kråkekskolan"),
    Text(2, "S", "good", "provider", "En rutin för klagomål, och svar inom tio dagar"),
    Text(2, "S", "poor", "provider", "Skolgårdarna har byggts om åt vuxna"),
    Text(2, "S", "poor", "unit", "Fritidshemmet får de lokaler som blir över"),
    Text(2, "P", "good", "class", "Klassen får se sina enkätsvar inom fyra veckor"),
    Text(2, "P", "good", "pupil", "Elevernas analysdag ger förklaringar som vi inte hade"),
    Text(2, "P", "poor", "unit", "Arbetssätt lever sällan längre än den som införde dem", 8),
    Text(2, "P", "poor", "class", "Elevråden får veta vad som beslutades, men inte varför"),
    Text(2, "", "proposal", "provider", "Låt eleverna vara med när skolgården ritas"),
    Text(2, "", "proposal", "unit", "Utse två som kan varje arbetssätt, inte en", 8),
)
