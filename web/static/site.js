// What pages gain where scripts run; all work without. Its words are on its own tag. map.js uses `on` and `element`.
"use strict";

const said = document.currentScript.dataset;
const { lang } = document.documentElement;
const counted = (told, count) => told.replace("#", count.toLocaleString("en-US"));

const PAUSE = 120; // milliseconds without a key
const FEWEST = 2; // letters
const POSITION = /^-?\d+\.\d+\s*,/; // never sent but with the search

const on = (target, names, does) => names.split(" ").forEach((name) => target.addEventListener(name, does));

function assign(target, attributes) {
  for (const [name, value] of Object.entries(attributes)) target.setAttribute(name, value);
  return target;
}

function element(tag, attributes, ...children) {
  const made = assign(document.createElement(tag), attributes);
  made.append(...children);
  return made;
}

function people(place) {
  return place.population ? counted(said.people, place.population) : place.kind === "zip" ? said.zip : "";
}

// Choices with the text each fills in, or its page; names first where one was begun.
function forWords({ filters, places, facilities }, typed) {
  const names = facilities.map((one) => ({ label: one.name, hint: one.where ?? counted(said.places, one.places), url: one.url }));
  const wishes = [
    ...filters.map((one) => ({ label: one.label, hint: said.offers, text: one.text })),
    ...places.map((one) => ({ label: said.near.replace("#", one.label), hint: people(one), text: one.text })),
  ];
  const named = /\S\s+\S/.test(typed) && names[0]?.label.toLowerCase().startsWith(typed.toLowerCase());
  return named ? [...names, ...wishes] : [...wishes, ...names];
}

const forPlaces = ({ places }) => places.map((one) => ({ label: one.label, hint: people(one), text: one.label }));

// A text field as a combobox of the ARIA practices.
function suggest(input, address, read) {
  const list = element("ul", { id: `${input.id}-list`, class: "suggest", role: "listbox", "aria-label": said.list });
  const status = element("span", { class: "unseen", role: "status" });
  let choices = [];
  let at = -1;
  let timer;
  let asking;

  list.hidden = true;
  input.type = "text"; // a search field is no combobox
  input.autocomplete = "off"; // its list would cover ours
  assign(input, { role: "combobox", "aria-autocomplete": "list", "aria-expanded": "false", "aria-controls": list.id });
  input.after(list, status);

  function close() {
    clearTimeout(timer);
    asking?.abort();
    list.hidden = true;
    input.setAttribute("aria-expanded", "false");
    mark(-1);
  }

  function mark(number) {
    at = number;
    [...list.children].forEach((option, n) => option.setAttribute("aria-selected", String(n === at)));
    const option = list.children[at];
    if (!option) return input.removeAttribute("aria-activedescendant");
    input.setAttribute("aria-activedescendant", option.id);
    option.scrollIntoView({ block: "nearest" });
  }

  function show(found) {
    choices = found;
    list.replaceChildren(...choices.map((choice, n) => {
      const hint = element("span", { class: "hint" }, choice.hint);
      return element("li", { id: `${list.id}-${n}`, role: "option" }, choice.label, " ", hint);
    }));
    mark(-1);
    list.hidden = !choices.length;
    input.setAttribute("aria-expanded", String(!list.hidden));
    status.textContent = choices.length ? `${said.list}: ${choices.length}` : "";
  }

  async function ask() {
    const typed = input.value;
    asking = new AbortController();
    try {
      const response = await fetch(address + encodeURIComponent(typed), { signal: asking.signal, credentials: "omit" });
      const found = response.ok ? read(await response.json(), typed) : [];
      if (typed === input.value && document.activeElement === input) show(found);
    } catch {
      // Newer letters came, or the line is down.
    }
  }

  function choose(number) {
    const { url, text } = choices[number];
    close();
    if (url) location.assign(url);
    else input.value = text;
  }

  const keys = {
    ArrowDown: () => mark(at + 1 < choices.length ? at + 1 : -1),
    ArrowUp: () => mark(at < 0 ? choices.length - 1 : at - 1),
    Enter: () => at >= 0 && choose(at),
    Escape: close,
  };

  on(input, "input", () => {
    close();
    const typed = input.value.trim();
    if (typed.length >= FEWEST && typed.length <= 100 && !POSITION.test(typed)) timer = setTimeout(ask, PAUSE);
  });
  on(input, "keydown", (event) => {
    if (list.hidden || event.isComposing || !keys[event.key] || (event.key === "Enter" && at < 0)) return;
    event.preventDefault();
    keys[event.key]();
  });
  on(input, "blur", close);
  on(list, "mousedown", (event) => event.preventDefault()); // the keyboard stays in the field
  on(list, "click", (event) => {
    const option = event.target.closest("[role=option]");
    if (option) choose([...list.children].indexOf(option));
  });
}

// What the device tells is rounded here, before it goes anywhere.
function position(input) {
  const button = element("button", { type: "button", class: "here" }, said.here);
  const told = element("span", { class: "hint", role: "status" });
  input.parentElement.append(button, told);

  on(button, "click", () => {
    told.textContent = said.asking;
    navigator.geolocation.getCurrentPosition(
      ({ coords }) => {
        input.value = `${coords.latitude.toFixed(2)},${coords.longitude.toFixed(2)}`;
        told.textContent = said.rounded;
      },
      ({ code }) => {
        told.textContent = `${said[{ 1: "refused", 3: "late" }[code] ?? "lost"]} ${said.instead}`;
      },
      { timeout: 10000, maximumAge: 600000 },
    );
  });
}

// What is ticked, and not yet asked for, is counted.
function count(button) {
  const plain = button.textContent;
  const told = element("span", { class: "unseen", role: "status" });
  let timer, asking;
  button.after(told);

  async function ask() {
    asking?.abort();
    asking = new AbortController();
    const wanted = new URLSearchParams(new FormData(button.form));
    let shown = plain;
    try {
      const answer = await fetch(`/api/v1/facets?${wanted}`, { signal: asking.signal });
      const { total } = answer.ok ? await answer.json() : {};
      if (total >= 0) shown = counted(button.dataset[total === 1 ? "one" : "many"], total);
    } catch (error) {
      if (error.name === "AbortError") return;
    }
    button.textContent = shown;
    told.textContent = shown === plain ? "" : shown;
  }
  on(window, "change", ({ target }) => {
    clearTimeout(timer);
    if (target.form === button.form) timer = setTimeout(ask, PAUSE);
  });
}

// Back leads past the page that was left.
const leave = document.querySelector(".leave");
let escapes = 0;
on(leave, "click", (event) => {
  event.preventDefault();
  location.replace(leave.href);
});
on(window, "keydown", ({ key, repeat }) => {
  escapes = key === "Escape" ? escapes + !repeat : 0;
  if (escapes > 2) leave.click();
});

for (const button of document.querySelectorAll(".apply button[data-many]")) count(button);
for (const input of document.querySelectorAll("input[name=q][type=search]")) {
  suggest(input, `/api/v1/suggest?lang=${lang}&q=`, forWords);
}
for (const input of document.querySelectorAll("input[name=near]:not([type=hidden])")) {
  suggest(input, "/api/v1/places?prefix=", forPlaces);
  if (isSecureContext && navigator.geolocation) position(input);
}
