"""Sample data for the page of components: made-up figures and words from Ekköping."""

from datetime import date
from fractions import Fraction
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.safestring import mark_safe

from kedjan_statistics.figure import Figure, Hidden, Missing, NotApplicable, Value
from kedjan_web.components import badges
from kedjan_web.components.content import Event, PictureFigure, Quote, Todo
from kedjan_web.components.forms import DayInput
from kedjan_web.components.listing import Chip, Link, Tab, pagination
from kedjan_web.components.tables import Cell, Column, Row, Table, figure_cell, text_table


class SampleForm(forms.Form):
    """One field of each kind."""

    name = forms.CharField(label="Namn på omgången", help_text="Det namn som rektorerna ser i sin lista.")
    area = forms.ChoiceField(
        label="Verksamhetsområde",
        choices=[("", "Välj"), ("fsk", "Förskola"), ("gr", "Grundskola"), ("gy", "Gymnasium")],
    )
    opens = forms.DateField(label="Öppnar", widget=DayInput)
    purpose = forms.CharField(
        label="Syfte", required=False, widget=forms.Textarea(attrs={"rows": "4"}), help_text="Två eller tre meningar."
    )
    readers = forms.ChoiceField(
        label="Vilka läser texterna?",
        widget=forms.RadioSelect,
        choices=[("leader", "Undersökningsledaren"), ("group", "Undersökningsledaren och analysgruppen")],
        help_text="Den som svarar får veta detta innan hen skriver.",
    )
    groups = forms.MultipleChoiceField(
        label="Vem svarar?",
        required=False,
        widget=forms.CheckboxSelectMultiple,
        choices=[("rektor", "Rektorer"), ("forst", "Förstelärare"), ("nyckel", "Nyckelpersoner")],
    )
    file = forms.FileField(label="Fil med reflektioner", required=False, help_text="CSV eller Excel, högst 10 MB.")
    agreed = forms.BooleanField(label="Samverkansgruppen har fått information")


class FilterForm(forms.Form):
    """The two filters of the sample list."""

    unit = forms.ChoiceField(label="Enhet", required=False, choices=[("", "Alla"), ("b", "Björkskolan")])
    words = forms.CharField(label="Ord i texten", required=False)


def context() -> dict[str, Any]:
    """Everything that the page shows, by the names its template uses."""
    query = QueryDict("omrade=grundskola&sida=2")
    return {
        "breadcrumbs": [{"label": "Min sida", "url": "/"}, {"label": "Komponenter", "url": ""}],
        "links": [Link("Skriv vidare", "#", primary=True), Link("Svara många samtidigt", "#", icon="people")],
        "todos": _todos(),
        "work_badges": list(badges.WORK.values()),
        "ledger": _ledger(),
        "sample_form": SampleForm(),
        "faulty_form": SampleForm(
            {"name": "", "purpose": "Vi vill förstå hur ledningen hinner med undervisningen."}, auto_id="fel_%s"
        ),
        "filter_form": FilterForm({"unit": "b"}, auto_id="filter_%s"),
        "chips": [Chip("Verksamhetsområde: Grundskola", "?"), Chip("Enhet: Björkskolan", "?")],
        "pages": pagination(query, page=2, size=50, total=402),
        "tabs": [
            Tab("Tabeller", "#", current=True),
            Tab("Bilder", "#"),
            Tab("Texter", "#", count=402),
            Tab("Mönster", "#", count=9),
        ],
        "table": _table(),
        "heat": _heat(),
        "figure": _figure(),
        "quote": Quote(
            "Jag gick in på tre lektioner i veckan i stället för en. Det tog två veckor innan någon slutade undra "
            "varför, och då började samtalen handla om eleverna.",
            source="Rektor, grundskola",
            badges=[badges.Badge("Rutin", "accent"), badges.Badge("Kändes ganska bra (+1)", "neutral")],
        ),
        "facts": [("Reflektioner", "402"), ("Personer", "65"), ("Period", "2026-09-07 – 2026-11-13")],
        "events": _events(),
        "downloads": [
            Link("CSV", "#"),
            Link("Excel", "#"),
            Link("Word", "#", icon="file"),
            Link("PDF", "#", icon="file"),
        ],
        "empty_links": [Link("Läs in en fil", "#", icon="upload", primary=True)],
        "alerts": ["Underlaget innehåller grupper med färre än 5 personer.", "De visas inte i det som delas."],
    }


def _todos() -> list[Todo]:
    return [
        Todo(
            "Reflektera: Att leda lärares lärande",
            "#",
            "Skriv vidare",
            text="Du har börjat. Tre meningar räcker långt.",
            place="Björkskolan",
            due=date(2026, 11, 20),
            badge=badges.work_badge("under_way"),
        ),
        Todo("Granska filen innan den läses in", "#", "Granska", place="Ekköpings kommun", due=date(2026, 11, 27)),
    ]


def _ledger() -> Table:
    rows = [
        ("new", "12", "Lektionsbesök", "Grundskola"),
        ("unchanged", "13", "Lektionsbesök", "Förskola"),
        ("changed", "14", "Kollegialt lärande", "Gymnasium"),
        ("refused", "15", "Kollegialt lärande", "Fritids"),
    ]
    return Table(
        caption="Granskning före inläsning",
        note="Rad 15: kolumnen area innehåller ”Fritids”. Väntat är något av Förskola, Grundskola, Gymnasium.",
        columns=[Column("Rad"), Column("Vad som händer"), Column("Uppdrag"), Column("Verksamhetsområde")],
        rows=[
            Row(Cell(number), (Cell("", badge=badges.ledger_badge(state)), Cell(task), Cell(area)))
            for state, number, task, area in rows
        ],
    )


def _share(part: int, whole: int) -> Figure:
    return Figure(part, whole, "share")


def _table() -> Table:
    rows: list[tuple[str, Value, Value, Value, str]] = [
        ("Lektionsbesök", _share(42, 61), _share(9, 61), Figure(7, 61, "mean"), "largest"),
        ("Kollegialt lärande", _share(18, 49), _share(21, 49), Figure(-4, 49, "mean"), ""),
        ("Elevhälsomöte", Hidden("few_persons"), Hidden("complementary"), Missing(), ""),
        ("Utvecklingssamtal", _share(6, 38), _share(24, 38), Figure(19, 38, "mean"), "under"),
    ]
    return Table(
        caption="Taggar per uppdrag, alla verksamhetsområden",
        note="Andel reflektioner med taggen. 402 reflektioner av 65 personer.",
        columns=[
            Column("Uppdrag", sort_url="?sort=uppdrag", sorted="ascending"),
            Column("Mycket viktigt område", numeric=True, sort_url="?sort=viktigt"),
            Column("Tidsbrist", numeric=True, sort_url="?sort=tid"),
            Column("Känsla, medel", numeric=True),
            Column("Jämfört med 2025", numeric=True),
        ],
        rows=[
            Row(
                Cell(name, url="#"),
                (
                    figure_cell(important, percent=True, mark=mark, url="#"),
                    figure_cell(time, percent=True, url="#"),
                    figure_cell(mean, decimals=1),
                    figure_cell(NotApplicable()),
                ),
            )
            for name, important, time, mean, mark in rows
        ],
        totals=[
            Row(
                Cell("Alla"),
                (
                    figure_cell(_share(201, 402), percent=True),
                    figure_cell(_share(88, 402), percent=True),
                    figure_cell(Figure(31, 402, "mean"), decimals=1),
                    figure_cell(NotApplicable()),
                ),
            )
        ],
    )


def _heat() -> Table:
    names = ["Lektionsbesök", "Kollegialt lärande", "Elevhälsomöte", "Utvecklingssamtal", "Årshjulet", "Arbetslagen"]
    tags = [f"Tagg {letter}" for letter in "ABCDEFGHIJKL"]
    rows = []
    for line, name in enumerate(names):
        parts = [Fraction((line * 7 + place * 5) % 24, 24) for place in range(len(tags))]
        rows.append(
            Row(
                Cell(name),
                tuple(
                    figure_cell(_share(int(part * 24), 24), percent=True, step=min(5, int(part * 6))) for part in parts
                ),
            )
        )
    return Table(
        caption="Värmetabell",
        columns=[Column("Uppdrag"), *(Column(tag, numeric=True) for tag in tags)],
        rows=rows,
        tall=True,
    )


def _figure() -> PictureFigure:
    steps = [9, 14, 22, 31, 24]
    drawn, start = [], 0
    for place, share in enumerate(steps):
        drawn.append(
            f'<rect class="picture-emotion-{place}" x="{start * 9.2 + 2}" y="34" '
            f'width="{share * 9.2 - 3}" height="40"/>'
        )
        drawn.append(
            f'<text class="picture-on-emotion-{place}" x="{start * 9.2 + 12}" y="60" font-size="15">{share} %</text>'
        )
        start += share
    svg = (
        '<svg class="picture" viewBox="0 0 924 84" role="img" aria-labelledby="prov-title">'
        '<title id="prov-title">Hur uppdragen kändes</title>'
        f'<text class="picture-text" x="2" y="20" font-size="15">Lektionsbesök</text>{"".join(drawn)}</svg>'
    )
    header = ("Uppdrag", "−2", "−1", "0", "+1", "+2")
    return PictureFigure(
        title="Hur uppdragen kändes",
        svg=mark_safe(svg),  # noqa: S308  drawn from the constants above
        table=text_table("Hur uppdragen kändes", header, [("Lektionsbesök", *(f"{n} %" for n in steps))], quiet=True),
        caption="Andel av 402 reflektioner. Bilden säger hur det kändes, inte varför.",
        downloads=[Link("Talen som CSV", "#")],
    )


def _events() -> list[Event]:
    return [
        Event(date(2026, 9, 7), "Omgången öppnades", "65 personer fick nio uppdrag."),
        Event(date(2026, 11, 16), "Tabellerna är klara att läsas", url="#", current=True),
        Event(date(2026, 12, 4), "Underlaget delas med nämnden"),
    ]
