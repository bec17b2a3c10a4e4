"""Reads a page the way a browser does, as far as the tests need it."""

from __future__ import annotations

from dataclasses import dataclass, field
from html.parser import HTMLParser

from starlette.testclient import TestClient


@dataclass
class Page(HTMLParser):
    """Every tag with its attributes, in order, and the text between them."""

    tags: list[tuple[str, dict[str, str]]] = field(default_factory=list)
    text: str = ""

    def __post_init__(self) -> None:
        super().__init__(convert_charrefs=True)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, {name: value or "" for name, value in attrs}))
        self.text += "" if tag in ("a", "strong", "span", "code") else " "

    def handle_data(self, data: str) -> None:
        self.text += data

    def all(self, tag: str) -> list[dict[str, str]]:
        """The attributes of every such tag."""
        return [attributes for name, attributes in self.tags if name == tag]

    def links(self, beginning: str = "") -> list[str]:
        """Where links lead that begin so."""
        return [a["href"] for a in self.all("a") if a.get("href", "").startswith(beginning)]

    def facility_ids(self) -> list[str]:
        """The ids of the facilities that are linked, in order."""
        return list(dict.fromkeys(href.split("/")[2] for href in self.links("/facility/")))

    @property
    def words(self) -> str:
        """The text with single spaces."""
        return " ".join(self.text.split())


def page(html: str) -> Page:
    """A page that was read."""
    read = Page()
    read.feed(html)
    read.close()
    return read


def get(client: TestClient, url: str, status: int = 200) -> Page:
    """The page at an address that answers with this status, or that it leads to once its words were understood."""
    response = client.get(url)
    if response.status_code == 303:
        response = client.get(response.headers["location"])
    assert response.status_code == status, response.text
    return page(response.text)
