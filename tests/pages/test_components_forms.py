"""Fields as they come out: every label leads to its control, every error to its field."""

from datetime import date
from xml.etree.ElementTree import Element

import pytest
from django import forms
from django.template.loader import render_to_string
from django.test.html import parse_html
from django.utils import translation

from kedjan_web.components.forms import DayInput, control, field_errors
from kedjan_web.components.meanwhile import now_says
from kedjan_web.components.samples import SampleForm
from tests.pages.checks import parsed


class Round(forms.Form):
    name = forms.CharField(label="Namn", help_text="Som rektorerna ser det.")
    opens = forms.DateField(label="Öppnar", widget=DayInput, initial="2026-11-16")
    readers = forms.ChoiceField(label="Läsare", widget=forms.RadioSelect, choices=[("a", "En"), ("b", "Flera")])


def tree(form: forms.Form) -> Element:
    html = render_to_string("kedjan/components/form.html", {"form": form})
    return parsed(f"<!doctype html><html><head><title>t</title></head><body>{html}</body></html>")


def test_a_missing_name_is_listed_with_a_link_to_the_field() -> None:
    problems = field_errors(Round({}))

    assert [(problem.label, problem.href) for problem in problems] == [
        ("Namn", "#id_name"),
        ("Öppnar", "#id_opens"),
        ("Läsare", "#id_readers_0"),
    ]


def test_every_link_of_the_summary_leads_to_something_on_the_page() -> None:
    page = tree(Round({}))
    ids = {each.get("id") for each in page.iter()}

    links = [each.get("href", "")[1:] for each in page.iter("a")]
    assert len(links) == 3
    assert set(links) <= ids


def test_the_control_is_described_by_its_help_and_its_error() -> None:
    page = tree(Round({}))

    name = next(each for each in page.iter("input") if each.get("name") == "name")
    assert name.get("aria-invalid") == "true"
    assert (name.get("aria-describedby") or "").split() == ["id_name_helptext", "id_name_error"]
    ids = {each.get("id") for each in page.iter()}
    assert {"id_name_helptext", "id_name_error"} <= ids


def test_a_group_of_answers_has_a_legend_and_a_label_for_each() -> None:
    page = tree(Round())

    group = next(page.iter("fieldset"))
    assert [each.get("for") for each in group.iter("label")] == ["id_readers_0", "id_readers_1"]
    assert "Läsare" in "".join(next(group.iter("legend")).itertext())


def test_a_day_is_filled_in_as_the_browser_understands_it() -> None:
    page = tree(Round())

    opens = next(each for each in page.iter("input") if each.get("name") == "opens")
    assert (opens.get("type"), opens.get("value")) == ("date", "2026-11-16")


def test_a_form_without_errors_has_no_summary() -> None:
    html = render_to_string("kedjan/components/form.html", {"form": SampleForm()})

    assert "ds-error-summary" not in html


class Chosen(forms.Form):
    plain = forms.ChoiceField(choices=[("", "Välj"), ("1", 'En "och" <annan>'), (2, "Två"), (0, "Noll")], help_text="h")
    optional = forms.TypedChoiceField(
        choices=[(None, "Ingen"), ("a", "A")],
        required=False,
        widget=forms.Select(attrs={"data-x": "y", "class": "own"}),
    )
    grouped = forms.ChoiceField(choices=[("Grupp", [("a", "A"), ("b", "B")]), ("c", "C")])
    several = forms.MultipleChoiceField(choices=[("a", "A"), ("b", "B")])
    still = forms.ChoiceField(choices=[("a", "A"), ("b", "B")], disabled=True, initial="b")


@pytest.mark.parametrize("name", list(Chosen.base_fields))
@pytest.mark.parametrize(
    "form",
    [
        Chosen(),
        Chosen({"plain": "2", "optional": "a", "grouped": "b", "several": ["b"]}),
        Chosen({"plain": "0", "grouped": "c"}),
        Chosen({"plain": "something else"}, prefix="p"),
        Chosen(initial={"plain": 2, "several": ["a", "b"]}, auto_id=False),
    ],
)
def test_a_list_to_choose_from_is_what_django_would_have_drawn(form: forms.Form, name: str) -> None:
    field = form[name]
    given = str(field.field.widget.attrs.get("class", ""))
    theirs = field.as_widget(attrs={"class": f"ds-input {given}".strip()})
    assert parse_html(control(field)) == parse_html(theirs)


class Meeting(forms.Form):
    seen = forms.IntegerField(widget=forms.HiddenInput)
    text = forms.CharField(label="Text", required=False, widget=forms.Textarea)
    day = forms.DateField(label="Dag", widget=DayInput)
    open = forms.BooleanField(label="Öppet", required=False)
    unit = forms.ChoiceField(label="Enhet", choices=[("", "Ingen"), ("Skolor", [("a", "Alen"), ("b", "Björken")])])
    roles = forms.MultipleChoiceField(label="Roller", required=False, choices=[("r", "Rektor"), ("l", "Lärare")])


THERE = {"seen": 2, "text": "Ett\nTvå", "day": date(2026, 11, 16), "open": True, "unit": "a", "roles": ["r", "l"]}
SENT = {"seen": "1", "text": "Ett\r\nTvå ", "day": "2026-11-16", "open": "on", "unit": "a", "roles": ["l", "r"]}


def test_what_one_sent_just_as_it_stands_there_is_not_told_as_another() -> None:
    assert now_says(Meeting(SENT), Meeting(initial=THERE)) == []


@pytest.mark.parametrize(
    ("mine", "label", "words"),
    [
        ({"text": "Tre"}, "Text", "Ett\nTvå"),
        ({"day": "2026-11-17"}, "Dag", "16 november 2026"),
        ({"day": "ingen dag"}, "Dag", "16 november 2026"),
        ({"open": ""}, "Öppet", "Ja"),
        ({"unit": "b"}, "Enhet", "Alen"),
        ({"roles": ["l"]}, "Roller", "Rektor; Lärare"),
    ],
)
def test_each_field_that_says_otherwise_is_told_as_people_read_it(
    mine: dict[str, object], label: str, words: str
) -> None:
    sent = {name: value for name, value in {**SENT, **mine}.items() if value}
    with translation.override("sv"):
        assert now_says(Meeting(sent), Meeting(initial=THERE)) == [(label, words)]
        assert now_says(Meeting(sent), Meeting(initial=THERE), besides=[next(iter(mine))]) == []


def test_what_is_empty_now_is_said_in_words() -> None:
    with translation.override("sv"):
        empty = {**THERE, "text": "", "open": False, "unit": ""}
        assert now_says(Meeting(SENT), Meeting(initial=empty)) == [
            ("Text", "Inget skrivet."),
            ("Öppet", "Nej"),
            ("Enhet", "Ingen"),
        ]
