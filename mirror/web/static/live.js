// Asks for the running session four times a second while the page is looked at.
"use strict";
(() => {
  const INTERVAL_MS = 250, OFF_MS = 2000;
  const place = document.querySelector("[data-live]");
  const part = (name) => place.querySelector(`[data-${name}]`);
  const write = (name, words) => {
    if (part(name).textContent !== words) part(name).textContent = words;
  };
  function show(live) {
    part("on").hidden = !live.on;
    part("off").hidden = live.on;
    if (!live.on) return;
    write("exercise", live.exercise);
    write("side", live.side);
    write("count", String(live.count));
    write("unit", live.unit);
    write("of", live.of);
    write("cue", live.cue);
    part("cue").className = `cue ${live.tone}`;
    part("fill").setAttribute("stroke-dasharray", `${(live.fill * 100).toFixed(1)} 100`);
    part("fill").toggleAttribute("hidden", live.fill === 0);
    window.plumbline.draw(part("canvas"), live.points, live.marked);
  }
  async function ask() {
    let wait = OFF_MS;
    try {
      const answer = document.hidden ? null : await fetch("/live.json");
      if (answer && answer.status === 401) return location.assign("/pair");
      if (answer && answer.ok) {
        const live = await answer.json();
        show(live);
        wait = live.on ? INTERVAL_MS : OFF_MS;
      }
    } catch {
      show({ on: false });
    }
    setTimeout(ask, wait);
  }
  ask();
})();
