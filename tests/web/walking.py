"""Walking through the pages in a browser as a person does, by the mouse or by the keyboard alone, while everything is
watched: who is asked, what is said, what is left on the device."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from playwright.sync_api import BrowserContext, ConsoleMessage, Dialog, Locator, Page

FACTS = """() => ({
  overflow: Math.max(0, document.documentElement.scrollWidth - innerWidth),
  headings: document.querySelectorAll('h1').length,
  titled: document.title.trim() !== '',
  crisis: [...document.querySelectorAll('aside.crisis a[href="tel:988"]')].some((a) => a.checkVisibility()),
  kept: localStorage.length + sessionStorage.length + document.cookie.length,
})"""
SOUND: Mapping[str, object] = {"overflow": 0, "headings": 1, "titled": True, "crisis": True, "kept": 0}
"""What FACTS are of every page."""

STOP = """(wanted) => {
  const at = document.activeElement;
  const style = getComputedStyle(at);
  const box = at.getBoundingClientRect();
  const regions = ['a.skip', 'header.top', 'aside.crisis', 'main', 'footer'];
  const within = at.closest('li, fieldset, .field, .apply, nav, section, aside, form, main, footer, body');
  const inside = at.closest('label') ?? at;
  const seen = [0.1, 0.5, 0.9].some((part) => {
    const over = document.elementFromPoint(box.left + part * box.width, box.top + part * box.height);
    return over && inside.contains(over);
  });
  return {
    there: at === wanted,
    what: at.outerHTML.slice(0, 120),
    region: regions.findIndex((one) => at.closest(one)),
    block: [...document.querySelectorAll('*')].indexOf(within),
    top: box.top + scrollY,
    lit: style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 2,
    seen,
  };
}"""
"""Where the keyboard is: `there` when it is at what is `wanted`; in which region and block, and how high; whether it is
`lit` for the eye, and `seen`, not outside the window or under something else."""
SAME_LINE = 30
"""Pixels by which what is on one line may be higher than what is before it."""
MOST_STOPS = 500


class Watch:
    """Everything that the pages of a context ask and say. `expected` is a pattern of what a console may say."""

    def __init__(self, context: BrowserContext, address: str, expected: str = "$^") -> None:
        self._context, self._address, self._expected = context, address, re.compile(expected)
        self.asked: list[str] = []
        self.said: list[str] = []
        context.on("request", lambda request: self.asked.append(request.url))
        context.on("console", self._hear)
        context.on("weberror", lambda error: self.said.append(f"error: {error.error}"))
        context.on("dialog", self._refuse)

    def _hear(self, message: ConsoleMessage) -> None:
        if not self._expected.search(message.text):
            self.said.append(message.text)

    def _refuse(self, dialog: Dialog) -> None:
        self.said.append(f"dialog: {dialog.message}")
        dialog.dismiss()

    def sound(self, page: Page) -> None:
        """The page that is open is whole and calm, asked nobody but us and left nothing."""
        assert page.evaluate(FACTS) == SOUND, page.url[:300]
        assert self.asked
        assert [url for url in self.asked if not url.startswith(f"{self._address}/")] == []
        assert self.said == []
        assert self._context.cookies() == []


class Mouse:
    """Whoever clicks."""

    def __init__(self, page: Page) -> None:
        self.page = page

    def press(self, target: Locator) -> None:
        """Follow a link, press a button, tick a box."""
        target.click()

    def write(self, target: Locator, words: str) -> None:
        """Type into a field."""
        target.fill(words)

    def send(self, field: Locator) -> None:
        """Send the form of a field by its button, which suggestions may cover until the field is left."""
        self.page.locator("h1").click()
        field.locator("xpath=ancestor::form").locator("button[type=submit]").first.click()


class Keyboard(Mouse):
    """Whoever never touches a mouse. Each stop on the way must be lit, in sight, and after the one before."""

    def press(self, target: Locator) -> None:
        self._go(target)
        self.page.keyboard.press("Space" if target.get_attribute("type") == "checkbox" else "Enter")

    def write(self, target: Locator, words: str) -> None:
        self._go(target)
        self.page.keyboard.press("Control+A")
        self.page.keyboard.type(words)

    def send(self, field: Locator) -> None:
        self._go(field)
        self.page.keyboard.press("Enter")

    def _go(self, target: Locator) -> None:
        wanted = target.element_handle()
        stop: Mapping[str, Any] = self.page.evaluate(STOP, wanted)  # as the browser tells it
        for _ in range(MOST_STOPS):
            if stop["there"]:
                return
            self.page.keyboard.press("Tab")
            before, stop = stop, self.page.evaluate(STOP, wanted)
            assert stop["lit"], f"focus is not to be seen: {stop}"
            assert stop["seen"], f"focus is out of sight: {stop}"
            assert stop["region"] >= before["region"], f"{before} comes before {stop}"
            if stop["block"] == before["block"]:
                assert stop["top"] >= before["top"] - SAME_LINE, f"{before} comes before {stop}"
        raise AssertionError(f"the keyboard never comes to {target}")
