// The map of a page.
"use strict";
{
  const PAUSE = 150; // milliseconds at rest before we ask
  const COUNTIES = 7; // drawn from this zoom on
  const CLOSEST = 17;
  const THUMB = 44; // pixels

  const find = (selector) => document.querySelector(selector);
  const [shell, toggle, area, canvas, list, status, told] = [
    "#map", "#map button", "#map-area", "#map .canvas", "ol.hits", "#map [role=status]", "#map .told",
  ].map(find);
  const { question, box, outlines, script, style, tiles, near, label, listed, rest, lost } = shell.dataset;
  const still = matchMedia("(prefers-reduced-motion: reduce)").matches;
  const buttons = new Map(); // number in the list -> its button on the map
  let map = null;
  let opening = null;

  // Longitudes on the map go westwards beyond -180, so that the Pacific is in one piece.
  const west = (longitude) => (longitude > 0 ? longitude - 360 : longitude);

  const loaded = (tag, attributes) => new Promise((onload, onerror) => {
    document.head.append(Object.assign(element(tag, attributes), { onload, onerror }));
  });

  async function get(url) {
    const response = await fetch(url);
    if (!response.ok) throw new Error(url);
    return response.json();
  }

  function follow(target, numbers) {
    const all = () => numbers.flatMap((number) => [find(`#hit-${number}`), buttons.get(number)]);
    const light = (lit) => () => all().forEach((one) => one?.classList.toggle("lit", lit));
    on(target, "mouseenter focusin", light(true));
    on(target, "mouseleave focusout", light(false));
  }

  // As importers/outlines.py writes them.
  function outline({ step, borders, arcs, areas }) {
    const lines = arcs.map((arc) => {
      let [x, y] = [0, 0];
      return Array.from({ length: arc.length / 2 }, (_, n) => [(y += arc[2 * n + 1]) * step, (x += arc[2 * n]) * step]);
    });
    const closed = (ring) => ring.flatMap((n) => (n < 0 ? [...lines[~n]].reverse() : lines[n]));
    const draw = (kind, className, some) => kind(some, { className, interactive: false });
    return L.featureGroup([
      ...Object.values(areas).map((rings) => draw(L.polygon, "land", rings.map(closed))),
      draw(L.polyline, "inner", lines.slice(borders)),
      draw(L.polyline, "border", lines.slice(0, borders)),
    ]);
  }

  async function drawOutlines() {
    const states = await get(outlines);
    const far = outline(states);
    const lands = far.getLayers();
    const codes = Object.keys(states.areas);
    const near = L.layerGroup();
    const asked = {};
    const county = (code) => (asked[code] ??= get(outlines.replace("states", `counties-${code}`)).then(
      (found) => near.addLayer(outline(found)),
      () => delete asked[code],
    ));

    async function draw() {
      const close = () => map.getZoom() >= COUNTIES;
      const seen = codes.filter((_, n) => close() && lands[n].getBounds().intersects(map.getBounds()));
      await Promise.all(seen.map(county));
      (close() ? near : far).addTo(map);
      (close() ? far : near).remove();
    }

    map.on("moveend", draw);
    return draw();
  }

  function tell({ count, places }) {
    const items = places.map(({ number, label, url }) => element(
      "li", {}, element("a", { href: url }, label), ...(number ? [" · ", element("a", { href: `#hit-${number}` }, listed)] : []),
    ));
    const more = count - places.length;
    told.replaceChildren(...items, more ? rest.replace("#", more) : "");
  }

  function nearer({ latitude, longitude, bounds: [left, low, right, high] }) {
    const fit = map.getBoundsZoom([[low, west(left)], [high, west(right)]]);
    map.setView([latitude, west(longitude)], Math.max(Math.min(fit, CLOSEST), map.getZoom() + 1));
    canvas.focus();
  }

  function mark(point, html, options) {
    return L.marker(point, { icon: L.divIcon({ html, className: "", iconSize: [THUMB, THUMB] }), keyboard: false, ...options });
  }

  function pin(found) {
    const { label: title, places } = found;
    const numbers = places.map((place) => place.number).filter(Boolean);
    const kind = numbers.length ? "hit-pin" : found.count > 1 ? "many" : "one";
    const button = element(
      "button", { type: "button", class: `pin ${kind} ${found.about ? "open" : ""}`, title, "aria-label": title },
      element("span", {}, found.short),
    );
    on(button, "click", () => (places.length === found.count || map.getZoom() === CLOSEST ? tell : nearer)(found));
    follow(button, numbers);
    for (const number of numbers) buttons.set(number, button);
    return mark([found.latitude, west(found.longitude)], button, { zIndexOffset: 1000 * numbers.length });
  }

  function write({ name, kind, latitude, longitude }) {
    const text = element("span", { class: `name ${kind}`, "aria-hidden": "true" }, name);
    return mark([latitude, west(longitude)], text, { interactive: false, zIndexOffset: -1e6 });
  }

  function drawPlaces() {
    const pins = L.layerGroup().addTo(map);
    let timer = 0;
    let turn = 0;

    function show(found) {
      const held = canvas.contains(document.activeElement) && document.activeElement.title;
      buttons.clear();
      pins.clearLayers();
      [...found.names.map(write), ...found.pins.map(pin)].forEach((one) => one.addTo(pins));
      if (held) (find(`#map .pin[title="${CSS.escape(held)}"]`) || canvas).focus({ preventScroll: true });
      status.textContent = found.told;
    }

    async function ask() {
      const mine = (turn += 1);
      try {
        const found = await get(`${question}zoom=${map.getZoom()}&bounds=${map.getBounds().toBBoxString()}`);
        if (mine === turn) show(found);
      } catch {
        fail();
      }
    }

    map.on("moveend", () => {
      clearTimeout(timer);
      timer = setTimeout(ask, PAUSE);
    });
    return ask();
  }

  function fail() {
    status.textContent = lost;
    opening = null;
  }

  async function open() {
    await Promise.all([loaded("link", { rel: "stylesheet", href: style }), loaded("script", { src: script })]);
    map = L.map(canvas, {
      attributionControl: false, // it is told below
      scrollWheelZoom: false, // it scrolls the page
      zoomAnimation: !still,
      inertia: !still,
      minZoom: 2,
      maxZoom: CLOSEST,
      maxBounds: [[-75, -300], [85, 0]],
    });
    if (still) map.panBy = (offset) => L.Map.prototype.panBy.call(map, offset, { animate: false });
    if (tiles) L.tileLayer(tiles, { maxZoom: CLOSEST }).addTo(map);
    canvas.before(map.zoomControl.getContainer()); // no pin lies under it
    L.control.scale({ metric: false }).addTo(map);
    const [w, s, e, n] = box.split(",");
    map.fitBounds([[s, w], [n, e]], { padding: [THUMB, THUMB], maxZoom: 14, animate: false });
    [...list?.children ?? []].forEach((card, at) => follow(Object.assign(card, { id: `hit-${list.start + at}` }), [list.start + at]));
    if (near) mark(near.split(","), element("p", { class: "near" }, label), { interactive: false, zIndexOffset: 1e6 }).addTo(map);
    await Promise.all([drawPlaces(), drawOutlines()]);
  }

  on(toggle, "click", () => {
    area.hidden = !area.hidden;
    toggle.setAttribute("aria-expanded", !area.hidden);
    shell.classList.toggle("wide", !area.hidden);
    if (area.hidden) return;
    if (map) map.invalidateSize();
    else opening ??= open().catch(fail);
  });
  shell.hidden = false;
  const room = matchMedia("(min-width: 85rem) and (scripting)").matches && !navigator.connection?.saveData;
  if (room && shell.matches(".wide")) toggle.click(); // beside the list
  else shell.classList.remove("wide");
}
