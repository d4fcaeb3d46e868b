"""What every page must be: valid HTML, named, in a language, labelled, and free of inline code and style."""

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from functools import lru_cache
from xml.etree.ElementTree import Element

import html5lib

UNLABELLED = {"hidden", "submit", "button", "image", "reset"}
NEVER_SHOWN = re.compile(r"\b(kampanj\w*|loop|loopar\w*|ranking|KPI|user)\b", re.IGNORECASE)


@lru_cache(maxsize=4)
def parsed(html: str) -> Element:
    """Return the tree of a page; a page that is not strictly valid is refused.

    A page that is checked and then read is parsed once: parsing takes as long as answering.
    """
    parser = html5lib.HTMLParser(tree=html5lib.getTreeBuilder("etree"), strict=True, namespaceHTMLElements=False)
    tree: Element = parser.parse(html)
    return tree


def wrong_with(html: str, headers: Mapping[str, str]) -> list[str]:
    """Return what is wrong with a page, in words; empty when nothing is."""
    try:
        tree = parsed(html)
    except html5lib.html5parser.ParseError as error:
        return [f"not valid HTML: {error}"]
    if not html.lstrip().lower().startswith("<!doctype html>"):
        return ["no doctype"]
    return [
        *headers_wrong(headers),
        *naming_wrong(tree),
        *ids_wrong(tree),
        *focus_wrong(tree),
        *labels_wrong(tree),
        *inline_wrong(tree),
        *words_wrong(tree),
    ]


def headers_wrong(headers: Mapping[str, str]) -> Iterator[str]:
    """Yield what the headers lack."""
    policy = headers.get("Content-Security-Policy", "")
    if "default-src 'none'" not in policy:
        yield "no Content-Security-Policy"
    if "unsafe-inline" in policy or "unsafe-eval" in policy:
        yield "the Content-Security-Policy lets inline code through"


def naming_wrong(tree: Element) -> Iterator[str]:
    """Yield what is wrong with language, title and h1."""
    if tree.get("lang") not in {"sv", "en"}:
        yield f"lang is {tree.get('lang')!r}"
    h1 = [text_of(each) for each in tree.iter("h1")]
    if len(h1) != 1:
        yield f"{len(h1)} h1"
    titles = [text_of(each) for each in tree.iter("title") if each.tag == "title"]
    if h1 and not (titles and h1[0] and titles[0].startswith(h1[0])):
        yield f"the title {titles[:1]} does not begin with the h1 {h1[:1]}"


def ids_wrong(tree: Element) -> Iterator[str]:
    """Yield ids that stand twice, and references to ids that are not there."""
    count = Counter(each.get("id") for each in tree.iter() if each.get("id") is not None)
    yield from (f"id {name!r} stands {number} times" for name, number in count.items() if number > 1)
    for each in tree.iter():
        for attribute in ("for", "aria-labelledby", "aria-describedby", "aria-controls", "popovertarget"):
            for name in (each.get(attribute) or "").split():
                if name not in count:
                    yield f"{attribute}={name!r} points at nothing"


def focus_wrong(tree: Element) -> Iterator[str]:
    """Yield that more than one thing asks for the focus as the page opens."""
    asking = [each for each in tree.iter() if each.get("autofocus") is not None]
    if len(asking) > 1:
        yield f"{len(asking)} ask for the focus"


def labels_wrong(tree: Element) -> Iterator[str]:
    """Yield fields without words of their own."""
    labelled = {label.get("for") for label in tree.iter("label")}
    inside = {id(each) for label in tree.iter("label") for each in label.iter()}
    for each in tree.iter():
        if each.tag not in {"input", "select", "textarea"} or each.get("type") in UNLABELLED:
            continue
        if (each.get("id") or "-") in labelled or id(each) in inside:
            continue
        if not each.get("aria-label") and not each.get("aria-labelledby"):
            yield f"no label on {each.tag} {each.get('name')!r}"
    for button in tree.iter("button"):
        if not text_of(button) and not button.get("aria-label"):
            yield "a button without words"


def inline_wrong(tree: Element) -> Iterator[str]:
    """Yield inline code and style, wherever it stands."""
    for each in tree.iter():
        if not isinstance(each.tag, str):
            continue
        tag = each.tag.rpartition("}")[2]
        if tag == "style" or (tag == "script" and not each.get("src") and each.get("type") != "application/json"):
            yield f"an inline {tag}"
        for name in each.keys():  # noqa: SIM118  an Element, not a mapping
            if name == "style" or name.startswith("on"):
                yield f"{name}= on {tag}"
            elif (each.get(name) or "").strip().lower().startswith("javascript:"):
                yield f"javascript: in {name} on {tag}"


def words_wrong(tree: Element) -> Iterator[str]:
    """Yield words that the pages never show (glossary section 1)."""
    if tree.get("lang") == "sv":
        for body in tree.iter("body"):
            yield from (f"the word {found!r}" for found in set(NEVER_SHOWN.findall(text_of(body))))


def text_of(element: Element) -> str:
    """Return the words in an element, with single spaces."""
    return " ".join("".join(element.itertext()).split())
