"""A round as large as a region might have: made-up rows, the reference study's proportions."""

import csv
import io
import random

TAGS = [
    "Inget viktigt område",
    "Ganska viktigt område",
    "Mycket viktigt område",
    "Dåligt fungerande område",
    "Okej fungerande område",
    "Välfungerande område",
    "Stort behov av kompetensutveckling",
    "Analysförmågan behöver utvecklas",
    "Analysunderlaget brister",
    "Analysunderlaget är gott",
    "Bra förutsättningar",
    "Dåliga förutsättningar",
    "Fått en viktig insikt",
    "Konkret förslag på åtgärd",
    "Litet handlingsutrymme",
    "Stort handlingsutrymme",
    "Vi vet vad som behöver göras",
    "Övrigt",
]
WEIGHTS = (4, 26, 265, 26, 92, 33, 33, 114, 46, 26, 68, 43, 43, 32, 16, 41, 97, 14)
AREAS = (("Förskola", 42), ("Grundskola", 61), ("Gymnasieskola", 22), ("Anpassade skolformer", 6))
ASSIGNMENTS = ("01", "02", "03", "04", "05a", "05b", "06", "07", "08")
SENTENCES = (
    "Vi följer upp, men mest i juni.",
    "Det som saknas är en sammanhängande timme.",
    "Schemat låg redan fast när vi träffades.",
    "Samtalet efteråt gav mer än mallen.",
    "Tre olika förklaringar, och ingen av oss hade antecknat något.",
    "Jag vet vad som behöver göras, men inte vilken tisdag.",
    "Underlaget kom två veckor efter mötet.",
)


def file_of_reflections(rows: int, seed: int = 7) -> bytes:
    """Return a `;`-separated file of about `rows` reflections with texts, the same for the same seed."""
    drawn = random.Random(seed)
    out = io.StringIO()
    writer = csv.writer(out, delimiter=";", lineterminator="\n")
    writer.writerow(["assignment", "area", "respondent", "emotion", "tags", "text"])
    for person in range(rows // len(ASSIGNMENTS) + 1):
        area = drawn.choices([name for name, _ in AREAS], [weight for _, weight in AREAS])[0]
        for assignment in ASSIGNMENTS:
            tags = sorted(set(drawn.choices(TAGS, WEIGHTS, k=drawn.randint(1, 4))))
            emotion = drawn.choices(("-2", "-1", "0", "1", "2", ""), (5, 20, 30, 30, 10, 5))[0]
            text = " ".join(drawn.sample(SENTENCES, drawn.randint(1, 5)))
            writer.writerow([assignment, area, f"P{person:05d}", emotion, "|".join(tags), text])
    return out.getvalue().encode()
