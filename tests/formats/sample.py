"""A small but whole report, with everything a document can hold, and texts that try to be markup."""

import datetime as dt

from kedjan_formats.document import (
    Cell,
    Citation,
    Contents,
    Definition,
    Definitions,
    Document,
    HeadCell,
    Heading,
    List,
    Mark,
    Metadata,
    PageBreak,
    Paragraph,
    Picture,
    Quote,
    Row,
    Run,
    Source,
    Sources,
    Table,
)

ASSIGNMENTS = ("01", "02", "03", "04", "05a", "05b", "06", "07", "08")
LARGEST = Mark(
    "●", "#cfe6ec", "Störst: hör till den femtedel av cellerna som har högst andel. Säger inte att det är dåligt."
)
_SHARES = (
    ("Analysförmågan behöver utvecklas", "51 35 13 12 42 52 3 7 21", "28"),
    ("Bra förutsättningar", "12 27 25 17 13 3 7 20 17", "17"),
    ("Dåliga förutsättningar", "11 11 6 5 9 17 28 3 13", "11"),
    ("Mycket viktigt område", "69 66 66 76 62 62 93 67 42", "66"),
    ("Vi vet vad som behöver göras", "34 31 26 29 11 17 28 23 10", "24"),
)


def _cell(share: str) -> Cell:
    return Cell("..", absent=True) if share == "3" else Cell(f"{share} %", LARGEST if int(share) >= 20 else None)


TABLE = Table(
    caption="Taggar per uppdrag, andel av reflektionerna",
    head=(
        ("", HeadCell("Uppdrag", len(ASSIGNMENTS)), ""),
        ("Tagg", *ASSIGNMENTS, "Alla"),
    ),
    rows=(
        *(Row((name, *map(_cell, shares.split()), f"{every} %")) for name, shares, every in _SHARES),
        Row(("Reflektioner", "65", "62", "53", "41", "45", "29", "29", Cell("30", note="1"), "48", "402"), total=True),
    ),
    notes=(".. visas inte: färre än 5 personer.", "1) Två reflektioner kom in efter sista dagen."),
)
SVG = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 640 120" width="640" height="120" role="img">'
    "<title>Svarskurva</title>"
    '<text x="0" y="20" font-family="Inter, sans-serif" font-size="13" fill="#1d2a30">Förskola</text>'
    '<rect x="120" y="6" width="420" height="20" fill="#0b4a5a"/>'
    '<text x="0" y="60" font-family="Inter, sans-serif" font-size="13" fill="#1d2a30">Grundskola</text>'
    '<rect x="120" y="46" width="500" height="20" fill="#4f8a99"/>'
    '<text x="0" y="100" font-family="Inter, sans-serif" font-size="13" fill="#1d2a30">Gymnasieskola</text>'
    '<rect x="120" y="86" width="210" height="20" fill="#9cc3cd"/></svg>'
)
PICTURE = Picture(
    svg=SVG,
    title="Reflektioner per verksamhetsområde",
    description="Liggande staplar: grundskola 171, förskola 142, gymnasieskola 71.",
    table=Table(
        "Reflektioner per verksamhetsområde, antal",
        (("Verksamhetsområde", "Reflektioner", "Personer"),),
        (Row(("Förskola", "142", "21")), Row(("Grundskola", "171", "31")), Row(("Gymnasieskola", "71", "11"))),
    ),
)
MARKUP = '*inte fet* _inte kursiv_ #read("/etc/passwd") $x$ @ref <etikett> \\ // <b>&amp; [länk](x) `kod` = rubrik'
LEAD = (
    "Skolledarna ser förutsättningar och analys som två sidor av samma sak. Det som gör skillnad är att någon "
    "läser och svarar."
)
BODY = (
    Run("Analysförmågan behöver utvecklas är den vanligaste taggen efter Mycket viktigt område: 114 av 402 "),
    Run("reflektioner", emphasis=True),
    Run(" (28 %). I uppdrag 5b gäller det "),
    Run("varannan reflektion", strong=True),
    Citation("1"),
    Run(". Det bekräftas av dialogerna"),
    Citation("2"),
    Run(" men inte av alla"),
    Citation("99"),
    Run("."),
)
QUOTE = (
    "Vi har gott om siffror men ont om tid att tänka tillsammans. När vi väl gjorde det såg vi att det inte var "
    "eleverna som skilde sig åt, utan hur vi tog emot dem."
)
REPORT = Document(
    title="Nulägesanalys av det systematiska kvalitetsarbetet",
    subtitle="Vad 65 skolledare ser, läsåret 2026/27",
    language="sv-SE",
    metadata=Metadata(
        organisation="Ekköpings kommun",
        author="Barn- och utbildningsförvaltningen",
        status="Fastställd 2026-11-16",
        subject="Reflektionsomgång hösten 2026",
        keywords=("kvalitetsarbete", "nulägesanalys"),
        created=dt.datetime(2026, 11, 16, 9, 0, tzinfo=dt.UTC),
        facts=(
            ("Status", "Fastställd 16 november 2026"),
            ("Undersökningsledare", "Barn- och utbildningsförvaltningen"),
            ("Underlag", "402 reflektioner från 65 personer, nio uppdrag"),
            ("Diarienummer", "BUN 2026/114"),
        ),
    ),
    blocks=(
        Contents(2),
        PageBreak(),
        Heading("Sammanfattning", 1),
        Paragraph(LEAD, "lead"),
        Paragraph(BODY),
        Heading("Tre mönster", 2),
        List(
            ("Okej fungerande område, men underlaget brister.", (Run("Vi vet", strong=True), Run(" vad som behövs.")))
        ),
        List(("Läs.", "Svara.", "Följ upp."), ordered=True),
        Heading("Taggar", 1),
        Paragraph("Tabellen visar hur stor del av reflektionerna i varje uppdrag som har taggen."),
        TABLE,
        Quote(QUOTE, "rektor, grundskola"),
        Quote(MARKUP),
        Heading("Verksamhetsområden", 2),
        PICTURE,
        Heading("Djupare", 3),
        Paragraph(MARKUP),
        Heading("Djupast", 4),
        Paragraph("En anmärkning i mindre stil.", "note"),
        PageBreak(),
        Heading("Begrepp", 1),
        Definitions(
            (
                Definition("Reflektion", "Ett svar på ett uppdrag, med taggar och en känsla mellan −2 och 2."),
                Definition("Andel", "Reflektioner med taggen, delat med alla reflektioner i uppdraget."),
            )
        ),
        Heading("Belägg", 1),
        Sources(
            (
                Source("1", "Tabell 1, uppdrag 5b: 15 av 29 reflektioner.", "Har ändrats sedan dess: 16 av 30."),
                Source("2", "Kvalitetsdialog 12 oktober 2026, anteckning 4."),
            )
        ),
    ),
)
