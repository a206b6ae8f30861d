"""A page as a person reads it: the words, the buttons, the tables, the forms."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser

VOID = frozenset({"area", "br", "col", "hr", "img", "input", "link", "meta", "path", "wbr"})


@dataclass
class Node:
    tag: str
    attributes: dict[str, str] = field(default_factory=dict)
    children: "list[Node | str]" = field(default_factory=list)

    @property
    def text(self) -> str:
        """Return the words in it, as one line."""
        return " ".join(" ".join(self._words()).split())

    def all(self, tag: str, **attributes: str) -> "Iterator[Node]":
        for child in self.children:
            if isinstance(child, Node):
                if child.tag == tag and attributes.items() <= child.attributes.items():
                    yield child
                yield from child.all(tag, **attributes)

    def one(self, tag: str, **attributes: str) -> "Node":
        (found,) = self.all(tag, **attributes)
        return found

    @property
    def said(self) -> str:
        """Return the words in it that are not part of something to do."""
        return " ".join(" ".join(self._words(frozenset({"details", "form"}))).split())

    def _words(self, but: frozenset[str] = frozenset()) -> Iterator[str]:
        for child in self.children:
            if isinstance(child, str):
                yield child
            elif child.tag not in {"script", "style", "select", "textarea"} | but:
                yield from child._words(but)


class Page(HTMLParser):
    """An answer, taken apart."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.root = Node("document")
        self._open = [self.root]
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        node = Node(tag, {name: value or "" for name, value in attrs})
        self._open[-1].children.append(node)
        if tag not in VOID:
            self._open.append(node)

    def handle_endtag(self, tag: str) -> None:
        if tag not in VOID:
            assert self._open.pop().tag == tag, f"</{tag}> closes nothing"

    def handle_data(self, data: str) -> None:
        self._open[-1].children.append(data)

    @property
    def main(self) -> Node:
        return self.root.one("main")

    @property
    def title(self) -> str:
        return self.main.one("h1").text

    @property
    def buttons(self) -> list[str]:
        """Return the words on the buttons of the page's own forms, in order."""
        return [button.text for button in self.main.all("button") if "hidden" not in button.attributes]

    @property
    def flashes(self) -> list[str]:
        return [node.text for node in self.main.all("p", role="status")]

    @property
    def refusals(self) -> list[str]:
        return [node.text for node in self.main.all("div", role="alert")]

    def links(self) -> dict[str, str]:
        return {link.text: link.attributes["href"] for link in self.main.all("a")}

    def table(self, caption: str) -> list[list[str]]:
        """Return the cells of the rows of the table under *caption*, without its headings."""
        (table,) = (table for table in self.main.all("table") if table.one("caption").text == caption)
        rows = table.one("tbody").all("tr")
        return [[cell.text for cell in row.children if isinstance(cell, Node)] for row in rows]

    def said(self, caption: str) -> list[list[str]]:
        """Return the cells of the table under *caption* without what a person may do there."""
        (table,) = (table for table in self.main.all("table") if table.one("caption").text == caption)
        rows = table.one("tbody").all("tr")
        return [[cell.said for cell in row.children if isinstance(cell, Node)] for row in rows]

    def form(self, action: str) -> dict[str, str]:
        """Return what a form would send as it stands: hidden and filled boxes, chosen options."""
        form = self.root.one("form", action=action, method="post")
        boxes = {box.attributes["name"]: box.attributes.get("value", "") for box in form.all("input") if _is_sent(box)}
        areas = {area.attributes["name"]: area.text for area in form.all("textarea")}
        choices = {select.attributes["name"]: _chosen(select) for select in form.all("select")}
        return boxes | areas | choices


def _is_sent(box: Node) -> bool:
    return box.attributes.get("type") not in {"checkbox", "file"} or "checked" in box.attributes


def _chosen(select: Node) -> str:
    """Return the option a browser would send: the one selected, or the first."""
    options = list(select.all("option"))
    selected = [option for option in options if "selected" in option.attributes]
    return (selected or options)[0].attributes["value"]
