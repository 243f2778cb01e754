// Draws each trend with uPlot: the values, and the band inside which a change is none.
"use strict";
(() => {
  const colour = (name) => getComputedStyle(document.documentElement).getPropertyValue(name).trim();

  function band(trend) {
    return (u) => {
      if (!trend.band) return;
      const { left, width } = u.bbox;
      const [low, high] = trend.band.map((value) => u.valToPos(value, "y", true));
      u.ctx.save();
      u.ctx.fillStyle = colour("--shade");
      u.ctx.fillRect(left, high, width, low - high);
      u.ctx.strokeStyle = colour("--soft");
      u.ctx.setLineDash([4, 4]);
      for (const y of [low, high]) {
        u.ctx.beginPath();
        u.ctx.moveTo(left, y);
        u.ctx.lineTo(left + width, y);
        u.ctx.stroke();
      }
      u.ctx.restore();
    };
  }

  function practice(trend) {
    return (u) => {
      if (trend.practice === null || trend.values[trend.practice] === null) return;
      const x = u.valToPos(trend.practice, "x", true);
      const y = u.valToPos(trend.values[trend.practice], "y", true);
      u.ctx.save();
      u.ctx.fillStyle = colour("--card");
      u.ctx.strokeStyle = colour("--cool-ink");
      u.ctx.lineWidth = 2 * devicePixelRatio;
      u.ctx.beginPath();
      u.ctx.arc(x, y, 5 * devicePixelRatio, 0, 2 * Math.PI);
      u.ctx.fill();
      u.ctx.stroke();
      u.ctx.restore();
    };
  }

  function draw(place) {
    const trend = JSON.parse(place.dataset.chart), last = trend.values.length - 1;
    const known = trend.values.filter((value) => value !== null);
    const around = trend.band ? [...known, ...trend.band] : known;
    const low = Math.min(trend.low, ...around), high = Math.max(trend.high, ...around);
    const axis = { stroke: colour("--soft"), font: "12px system-ui", ticks: { show: false } };
    const grid = { stroke: colour("--line"), width: 1 };
    place.replaceChildren();
    new uPlot(
      {
        width: place.clientWidth,
        height: 220,
        padding: [10, 14, 0, 0],
        cursor: { show: false },
        legend: { show: false },
        scales: { x: { time: false, range: [-0.5, last + 0.5] }, y: { range: [low, high] } },
        axes: [
          {
            ...axis,
            grid: { show: false },
            size: 28,
            space: 64,
            splits: (u) => {
              const step = Math.max(1, Math.ceil(trend.names.length / Math.max(2, u.width / 64)));
              return trend.names.map((_, n) => n).filter((n) => (last - n) % step === 0);
            },
            values: (u, splits) => splits.map((n) => trend.names[n]),
          },
          { ...axis, grid, size: 46, incrs: [1, 2, 5, 10, 20, 25, 50, 100], values: (u, splits) => splits.map((value) => value + trend.unit) },
        ],
        series: [
          {},
          trend.bars
            ? { stroke: colour("--cool"), fill: colour("--cool"), paths: uPlot.paths.bars({ size: [0.7, 40] }), points: { show: false } }
            : { stroke: colour("--cool-ink"), width: 2, points: { show: true, size: 7, fill: colour("--cool-ink") } },
        ],
        hooks: { drawClear: [band(trend)], draw: [practice(trend)] },
      },
      [trend.values.map((_, n) => n), trend.values],
      place,
    );
  }

  const places = [...document.querySelectorAll("[data-chart]")];
  const all = () => places.forEach(draw);
  let wait = 0;
  const later = () => {
    clearTimeout(wait);
    wait = setTimeout(all, 150);
  };
  addEventListener("resize", later);
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", all);
  all();
})();
