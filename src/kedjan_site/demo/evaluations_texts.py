"""What key persons in Ekköping said of the spring's way of working, and what was changed because of it."""

from datetime import date

from kedjan.reflection.service import Stance

F, L, A, N, C = Stance.FULLY, Stance.LARGELY, Stance.LITTLE, Stance.NOT_AT_ALL, Stance.CANNOT_SAY
type Said = tuple[tuple[Stance | None, Stance | None, Stance | None, Stance | None], int | None, str]
"""Stances on purpose, worth, insight and what it leads to; declared minutes; words."""

KNOWN = {
    "F01": "Tilde Rosenvret",
    "F03": "Malte Hasselgrind",
    "F04": "Otto Kråkvass",
    "F07": "Vendela Björnmyr",
    "F10": "Embla Sälgspång",
    "F12": "Sixten Lindtuva",
    "F14": "Ines Pilbrink",
    "G02": "Viggo Lindvass",
    "G06": "Signe Tranhage",
    "G07": "Gustav Nattmyr",
    "G08": "Lova Ängsgrind",
    "G10": "Tuva Videhage",
    "G11": "Arvid Mossvret",
    "G14": "Jonas Myrgrind",
    "G15": "Kerstin Almvret",
    "G17": "Moa Granmyr",
    "Y01": "Bo Alspång",
    "Y04": "Axel Ljungvret",
    "Y06": "Freja Strandmyr",
    "Y08": "Disa Hagvret",
}
"""More of the spring's respondents who have an account in the demo."""

SAID: dict[str, Said] = {
    "Tilde Rosenvret": ((F, L, L, C), 150, "Behåll att frågorna kom en i taget. Jag hann tänka mellan dem."),
    "Malte Hasselgrind": ((L, L, A, C), 180, ""),
    "Otto Kråkvass": (
        (A, A, N, A),
        240,
        "Jag förstod inte vad uppdrag 4 var till för förrän jag fick höra det på träffen.",
    ),
    "Vendela Björnmyr": ((L, F, L, L), 135, "Det bästa var att någon svarade."),
    "Sixten Lindtuva": ((N, A, N, C), None, ""),
    "Ines Pilbrink": ((F, F, F, L), 140, ""),
    "Viggo Lindvass": (
        (L, L, L, C),
        165,
        "Svaret kom när jag redan hade glömt vad jag skrev. Ge en dag att räkna med.",
    ),
    "Signe Tranhage": ((L, A, A, A), 200, ""),
    "Gustav Nattmyr": ((F, L, L, L), 160, "Tre uppdrag på två veckor i april blev för tätt."),
    "Lova Ängsgrind": ((L, L, C, C), None, ""),
    "Tuva Videhage": ((A, A, A, N), 220, "En ögonblicksbild. Bra, men då får ni inte läsa den som mer än så."),
    "Arvid Mossvret": ((L, F, F, L), 150, ""),
    "Jonas Myrgrind": ((F, F, L, L), 155, "Alla fick tala till punkt, även de som inte talar på möten."),
    "Kerstin Almvret": ((L, L, A, C), 170, ""),
    "Ester Kärrgrind": ((F, F, L, L), 145, "Det blev gjort, för tiden fanns på våra träffar. Behåll det."),
    "Love Spånghage": ((L, L, L, A), None, ""),
    "Bo Alspång": ((L, A, L, C), 190, "Nu vill jag se en åtgärd. Annars svarar jag inte nästa gång."),
    "Axel Ljungvret": ((A, A, A, A), 210, ""),
    "Freja Strandmyr": ((L, L, None, C), 160, ""),
    "Disa Hagvret": ((F, L, L, L), 150, "Känslan var lätt att välja och svår att förklara."),
    "Mira Tuvdal": ((L, L, A, L), 175, ""),
    "Rut Mossling": ((F, L, F, C), 165, ""),
}

FEEDBACK = (
    ("feedback 1", date(2026, 4, 16), "Första bilden av uppdrag 01–03", ("01", "02", "03"), date(2026, 4, 16)),
    ("feedback 2", date(2026, 5, 21), "Bilden av uppdrag 01–07", ("04", "05b", "06", "07"), date(2026, 5, 25)),
)
"""Key, promised day, what, about which assignments, and the day it was given."""

type Change = tuple[str, date, str, str]
CHANGES: tuple[Change, ...] = (
    (
        "purpose",
        date(2026, 8, 17),
        "Varje uppdrag säger vad svaret används till och hur lång tid det tar, och visar ett exempel på svar.",
        "En del förstod inte vad uppdragen var till för, och tyckte att de var för öppna.",
    ),
    (
        "feedback",
        date(2026, 10, 19),
        "Återkopplingen har en dag i tidsplanen innan någon svarar, och det syns om den hölls.",
        "Svaren kom när man hade glömt vad man skrev.",
    ),
)
RETOLD = "Varje uppdrag säger vad svaret används till, vem som läser och hur lång tid det tar, och visar ett exempel."
"""What the first of them was told as later."""
