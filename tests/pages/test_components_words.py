"""The Swedish of the layout and the components."""

import re
from pathlib import Path

from babel.messages.pofile import read_po

WEB = Path(__file__).parents[2] / "src/kedjan_web"
OWN = ["components", "parts", "errors", "komponenter"]
IN_TEMPLATES = re.compile(r"""{% translate (["'])(.+?)\1|_\((["'])(.+?)\3\)""")
IN_CODE = re.compile(r'(?:\b_|gettext_lazy)\("(.+?)"\)')
IN_BLOCKS = re.compile(r"{% blocktranslate .*?%}(.*?)(?:{% plural %}|{% endblocktranslate)", re.DOTALL)


def asked_for() -> set[str]:
    folders = [WEB / "templates/kedjan" / name for name in OWN]
    files = [
        *(WEB / "templates/kedjan").glob("*.html"),
        *(each for folder in folders for each in folder.glob("*.html")),
    ]
    found = set()
    for each in files:
        text = each.read_text("utf-8")
        found |= {one or other for _q, one, _r, other in IN_TEMPLATES.findall(text)}
        found |= {re.sub(r"{{ (\w+) }}", r"%(\1)s", block) for block in IN_BLOCKS.findall(text)}
    for code in (WEB / "components").glob("*.py"):
        found |= set(IN_CODE.findall(code.read_text("utf-8")))
    return found


def test_every_string_of_the_layout_is_said_in_swedish() -> None:
    header = b'msgid ""\nmsgstr "Content-Type: text/plain; charset=utf-8\\n"\n\n'
    part = WEB / "locale/parts/look.po"
    whole = WEB / "locale/sv/LC_MESSAGES/django.po"
    catalogue = read_po(
        (header + part.read_bytes() if part.exists() else whole.read_bytes()).splitlines(keepends=True), locale="sv"
    )
    said = {
        message.id if isinstance(message.id, str) else message.id[0]
        for message in catalogue
        if message.id and all([message.string] if isinstance(message.string, str) else message.string)
    }

    wanted = asked_for()
    assert len(wanted) > 80
    assert wanted - said == set()
