"""The Swedish catalogue: whole, with the same named values as the English, and in the project's own words."""

import io
import re
from gettext import GNUTranslations
from pathlib import Path
from typing import Any

import pytest
from babel.messages.catalog import Catalog, Message
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from django import forms
from django.template.loader import render_to_string
from django.test import Client
from django.utils import translation

from kedjan_site.command import translations
from kedjan_site.messages import counting_messages, messages_in, used_messages

SWEDISH = translations.LOCALE / "sv" / "LC_MESSAGES"
NAMED = re.compile(r"%\((\w+)\)[a-z]|%%")
FORBIDDEN = re.compile(
    r"kampanj|\bloop|ranking|\bKPI\b|\banvändare|\buser\b|du ligger efter|glöm inte|topplist|riskelev|efterlevnad"
    r"|\bfryst|ej godkänd|auktoritet|utlämn|försenad|\bnotis|!",
    re.IGNORECASE,
)


def read(path: Path) -> Catalog:
    with path.open("rb") as source:
        return read_po(source, locale="sv")


def parts() -> list[Path]:
    return sorted(SWEDISH.glob("*.po"))


def messages(path: Path) -> list[Message]:
    return [message for message in read(path) if message.id]


def said(words: Any) -> list[str]:
    return [words] if isinstance(words, str) else [form or "" for form in words]


def named(text: str) -> set[str]:
    return {found.group(0) for found in NAMED.finditer(text)}


def plain(text: str) -> str:
    return NAMED.sub("…", text)


def catalogue() -> GNUTranslations:
    compiled = io.BytesIO()
    write_mo(compiled, translations.merged("sv"))
    compiled.seek(0)
    return GNUTranslations(compiled)


def counted() -> list[Message]:
    return [message for message in translations.merged("sv") if isinstance(message.id, tuple)]


def test_every_message_has_swedish_words() -> None:
    assert translations.untranslated() == []


def test_the_messages_of_code_and_templates_are_found() -> None:
    code = (
        '_("One" " and two"); ngettext("a thing", "%(n)s things", n); pgettext("where", "here"); Refusal("No", x=1)'
        '; noop("Later"); Threshold("kind", 5, "Fewer")'
    )
    expected = [(None, "One and two"), (None, "a thing"), ("where", "here")]
    assert list(messages_in(code)) == [*expected, (None, "No"), (None, "Later"), (None, "Fewer")]
    used = used_messages()
    assert (None, "My page") in used, "no message of the menu was found"
    assert any(place.endswith(".html") for place in used.values())
    assert len(used) > 1000


@pytest.mark.parametrize("path", parts(), ids=lambda path: path.stem)
def test_a_part_of_the_catalogue_is_whole_and_undoubted(path: Path) -> None:
    catalog = read(path)
    assert not catalog.obsolete, "a message that is no longer used is taken out"
    for message in messages(path):
        assert not message.fuzzy, message.id
        assert all(form.strip() for form in said(message.string)), message.id


@pytest.mark.parametrize("path", parts(), ids=lambda path: path.stem)
def test_both_languages_name_the_same_values(path: Path) -> None:
    for message in messages(path):
        english, swedish = said(message.id), said(message.string)
        assert len(english) == len(swedish), message.id
        assert named(english[-1]) == named(swedish[-1]), message.id
        # The words for one may leave the number out, as English does, but name nothing else.
        assert named(swedish[0]) == named(english[0]) or named(swedish[0]) == named(english[-1]), message.id
        if named(english[-1]):
            assert message.python_format, message.id


@pytest.mark.parametrize("path", parts(), ids=lambda path: path.stem)
def test_swedish_words_are_the_project_s_own(path: Path) -> None:
    wrong = [form for message in messages(path) for form in said(message.string) if FORBIDDEN.search(plain(form))]
    assert wrong == []


@pytest.mark.parametrize("path", parts(), ids=lambda path: path.stem)
def test_swedish_is_set_as_swedish_is(path: Path) -> None:
    for message in messages(path):
        for form in said(message.string):
            assert "“" not in form and "’" not in form, "Swedish quotation marks are ” and ”"
            assert "  " not in form and form == form.strip(), form
            assert not re.search(r"\d%|\d+\.\d+ %|(?<!\w)-\d", form), "12,5 % and −2"


def test_nothing_is_said_in_two_ways() -> None:
    ways: dict[tuple[str | None, str], set[tuple[str, ...]]] = {}
    for path in parts():
        for message in messages(path):
            ways.setdefault((message.context, said(message.id)[0]), set()).add(tuple(said(message.string)))
    assert {key: words for key, words in ways.items() if len(words) > 1} == {}


def test_a_duty_is_a_role_and_an_assignment_is_an_uppdrag() -> None:
    for path in parts():
        for message in messages(path):
            english, swedish = (plain(" ".join(said(words))) for words in (message.id, message.string))
            if re.search(r"\bdut(y|ies)\b", english, re.IGNORECASE) and "assignment" not in english:
                assert not re.search("uppdrag", swedish, re.IGNORECASE), swedish
            if re.search(r"\bassignment", english, re.IGNORECASE):
                assert re.search("uppdrag", swedish, re.IGNORECASE), swedish


def test_every_message_that_counts_has_swedish_for_one_and_for_many() -> None:
    counting = counting_messages()
    assert len(counting) > 20
    assert counting - {tuple(message.id) for message in counted()} == set()


def test_the_compiled_catalogue_chooses_by_number() -> None:
    swedish = catalogue()
    for message in counted():
        one, many = message.id
        for number in (0, 1, 2, 11):
            assert swedish.ngettext(one, many, number) == said(message.string)[0 if number == 1 else 1]


def test_the_merged_catalogue_says_its_language_and_its_plural() -> None:
    headers = dict(translations.merged("sv").mime_headers)
    assert headers["Plural-Forms"] == "nplurals=2; plural=(n != 1);"
    assert headers["Language"] == "sv"


class Three(forms.Form):
    title = forms.CharField()
    purpose = forms.CharField()
    reason = forms.CharField()


@pytest.mark.parametrize(
    ("given", "words"),
    [({"title": "T", "purpose": "P"}, "En sak behöver ses över"), ({}, "3 saker behöver ses över")],
)
def test_a_page_counts_in_swedish(given: dict[str, str], words: str) -> None:
    with translation.override("sv"):
        assert words in render_to_string("kedjan/components/error_summary.html", {"form": Three(given)})


@pytest.mark.django_db
@pytest.mark.parametrize("path", ["/logga-in/", "/om/", "/losenord/glomt/", "/finns-inte/"])
def test_a_page_in_english_has_no_swedish_words(path: str) -> None:
    client = Client()
    client.cookies["kedjan_language"] = "en"
    page = client.get(path).content.decode()
    assert 'lang="en"' in page
    written = re.sub(r'<(\w+)[^>]*lang="sv"[^>]*>.*?</\1>|<[^>]*>', " ", page, flags=re.DOTALL)
    assert not re.search("[åäöÅÄÖ]", written), written
