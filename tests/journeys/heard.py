"""What a screen reader is given: a part of the browser's accessibility tree, in its order, a line for each thing."""

from collections.abc import Iterator
from typing import Any

from playwright.sync_api import Page

SILENT = {"InlineTextBox", "ListMarker", "MenuListPopup", "option", "caption"}
"""What has no voice of its own: pieces of what is named elsewhere."""
NAMES = {"LabelText", "Legend"}
"""What names something else, and can hold it."""
PASSED = {"generic", "none", "paragraph", "DescriptionList", "term", "definition", "rowgroup", "strong"} | NAMES
"""What is passed through to what it holds."""
NAMED_BY_WHAT_THEY_HOLD = {"heading", "link", "button", "cell", "columnheader", "rowheader", "DisclosureTriangle"}
STATES = {"checked", "current", "expanded", "required", "invalid", "disabled", "live"}


def heard(page: Page, within: str = "main") -> list[str]:
    """Return what is heard within an element: role, "name", value, states and (description) of each thing, in order.

    `heading 2 "Taggar"`, `textbox "Din reflektion" (Nämn inga elever.)`, `radio "Vill inte ange"`; running text stands
    between bare quotes.
    """
    client = page.context.new_cdp_session(page)
    client.send("DOM.enable")
    root = client.send("DOM.getDocument", {"depth": 0})["root"]["nodeId"]
    place = client.send("DOM.querySelector", {"nodeId": root, "selector": within})["nodeId"]
    begin = client.send("DOM.describeNode", {"nodeId": place})["node"]["backendNodeId"]
    found = client.send("DOM.querySelectorAll", {"nodeId": root, "selector": "[aria-current]"})["nodeIds"]
    current = {client.send("DOM.describeNode", {"nodeId": each})["node"]["backendNodeId"] for each in found}
    nodes = client.send("Accessibility.getFullAXTree")["nodes"]
    client.detach()
    for node in nodes:
        if node.get("backendDOMNodeId") in current:  # which the tree of the browser's own tools leaves out
            node.setdefault("properties", []).append({"name": "current", "value": {"value": True}})
    by_id = {node["nodeId"]: node for node in nodes}
    start = next(node for node in nodes if node.get("backendDOMNodeId") == begin)
    return list(_lines(start, by_id))


def _lines(node: dict[str, Any], by_id: dict[str, Any], *, label: bool = False) -> Iterator[str]:
    role, name = _value(node, "role"), " ".join(_value(node, "name").split())
    if not node.get("ignored"):
        if role in SILENT:
            return
        if role == "StaticText":
            if name and not label:
                yield f'"{name}"'
            return
        if role not in PASSED and (name or role not in {"list", "listitem", "form", "row"}):
            yield _line(node, role, name)
        if role == "Date" or (role in NAMED_BY_WHAT_THEY_HOLD and name and not _holds_more(node, by_id)):
            return
    for child in node.get("childIds", ()):
        if child in by_id:
            yield from _lines(by_id[child], by_id, label=label or role in NAMES)


def _holds_more(node: dict[str, Any], by_id: dict[str, Any]) -> bool:
    """Whether something within has a role of its own, as a link in a cell has."""
    for child in node.get("childIds", ()):
        inner = by_id.get(child, {})
        if _value(inner, "role") in {"link", "button"} or _holds_more(inner, by_id):
            return True
    return False


def _line(node: dict[str, Any], role: str, name: str) -> str:
    properties = {each["name"]: each["value"].get("value") for each in node.get("properties", ())}
    level = f" {properties['level']}" if role == "heading" else ""
    said = [f"{role}{level}" + (f' "{name}"' if name else "")]
    if role in {"combobox", "textbox", "searchbox"} and (value := _value(node, "value")):
        said.append(f"= {value}")
    said += [state for state in sorted(STATES) if str(properties.get(state, "")).lower() in {"true", "polite"}]
    if role == "DisclosureTriangle" and properties.get("expanded") is False:
        said.append("closed")
    if description := " ".join(_value(node, "description").split()):
        said.append(f"({description})")
    return " ".join(said)


def _value(node: dict[str, Any], key: str) -> str:
    return str(node.get(key, {}).get("value", ""))
