// Draws the mirror's stick figure, and plays the reps of a session while they are in view.
"use strict";
(() => {
  const WHITE = "#f4f4f0", WARM = "#f0a514";
  // BlazePose's numbers: trunk, arms, legs, feet.
  const BONES = [[11, 12], [11, 23], [12, 24], [23, 24], [11, 13], [13, 15], [12, 14], [14, 16],
    [23, 25], [25, 27], [27, 29], [29, 31], [24, 26], [26, 28], [28, 30], [30, 32]];
  const STROKE = 0.032, HEAD = 0.22, MARK = 0.055; // as in mirror/ui/figure.py

  const middle = (a, b) => (a && b ? [(a[0] + b[0]) / 2, (a[1] + b[1]) / 2] : a || b);

  // points: by landmark, [x, y] in a unit square or null.
  function draw(canvas, points, marked) {
    const pen = canvas.getContext("2d"), side = canvas.width;
    pen.clearRect(0, 0, side, side);
    const at = (n) => (points[n] ? [points[n][0] * side, points[n][1] * side] : null);
    pen.lineCap = "round";
    pen.strokeStyle = WHITE;
    pen.lineWidth = STROKE * side;
    const line = (a, b) => {
      pen.beginPath();
      pen.moveTo(a[0], a[1]);
      pen.lineTo(b[0], b[1]);
      pen.stroke();
    };
    const circle = (c, r) => {
      pen.beginPath();
      pen.arc(c[0], c[1], r, 0, 2 * Math.PI);
    };
    for (const [a, b] of BONES) if (at(a) && at(b)) line(at(a), at(b));
    const shoulders = middle(at(11), at(12)), hips = middle(at(23), at(24));
    const head = middle(at(7), at(8)) || at(0);
    if (shoulders && hips && head) {
      const r = HEAD * Math.hypot(shoulders[0] - hips[0], shoulders[1] - hips[1]);
      const neck = [head[0] - shoulders[0], head[1] - shoulders[1]], long = Math.hypot(...neck);
      if (long > r) line(shoulders, [head[0] - (neck[0] / long) * r, head[1] - (neck[1] / long) * r]);
      circle(head, r);
      pen.stroke();
    }
    pen.fillStyle = pen.strokeStyle = WARM;
    for (const n of marked) {
      if (!at(n)) continue;
      circle(at(n), MARK * side * 0.55);
      pen.fill();
      pen.lineWidth = STROKE * side * 0.3;
      circle(at(n), MARK * side);
      pen.stroke();
    }
  }

  function pointsOf(rep, frame) {
    const points = [];
    rep.shown.forEach((landmark, n) => {
      const x = frame[2 * n], y = frame[2 * n + 1];
      points[landmark] = x === null || y === null ? null : [x / 1000, y / 1000];
    });
    return points;
  }

  class Player {
    constructor(button) {
      this.button = button;
      this.canvas = button.querySelector("canvas");
      this.rep = null;
      this.playing = false;
      button.addEventListener("click", () => (this.playing ? this.stop() : this.play()));
    }
    async load() {
      if (this.asked) return;
      this.asked = true;
      const answer = await fetch(this.button.dataset.figure);
      if (!answer.ok) return;
      const rep = await answer.json();
      if (!rep.frames.length) {
        this.button.hidden = true;
        return;
      }
      this.rep = rep;
      this.show(rep.frames.length >> 1);
      if (!matchMedia("(prefers-reduced-motion: reduce)").matches) this.play();
    }
    show(n) {
      draw(this.canvas, pointsOf(this.rep, this.rep.frames[n]), this.rep.marked);
      this.canvas.dataset.drawn = "";
    }
    play() {
      if (!this.rep || this.playing) return;
      this.playing = true;
      const seconds = this.rep.seconds, whole = seconds[seconds.length - 1] + 0.6;
      const began = performance.now();
      const step = (now) => {
        if (!this.playing) return;
        const t = ((now - began) / 1000) % whole;
        let n = 0;
        while (n + 1 < seconds.length && seconds[n + 1] <= t) n += 1;
        if (n !== this.at) this.show((this.at = n));
        requestAnimationFrame(step);
      };
      requestAnimationFrame(step);
    }
    stop() {
      this.playing = false;
    }
  }

  window.plumbline = { draw };
  const set = location.hash && document.querySelector(`details${location.hash}`);
  if (set) {
    set.open = true;
    set.scrollIntoView();
  }
  const players = new Map();
  for (const button of document.querySelectorAll("[data-figure]")) players.set(button, new Player(button));
  const watch = new IntersectionObserver((seen) => {
    for (const one of seen) {
      const player = players.get(one.target);
      if (!one.isIntersecting) player.stop();
      else if (player.rep && !matchMedia("(prefers-reduced-motion: reduce)").matches) player.play();
      else player.load();
    }
  });
  for (const button of players.keys()) watch.observe(button);
})();
