"""What every phone page keeps to, as scripts that name what breaks it."""

from collections.abc import Mapping
from typing import Final

# Contrast as WCAG 2 has it, of every piece of text with the ground that lies behind it.
_CONTRAST: Final = """
const linear = (v) => (v <= .03928 ? v / 12.92 : ((v + .055) / 1.055) ** 2.4);
const light = (c) => c.slice(0, 3).map((v) => linear(v / 255))
  .reduce((sum, v, n) => sum + v * [.2126, .7152, .0722][n], 0);
const parts = (text) => text.match(/[\\d.]+/g).map(Number);
const ground = (one) => {
  for (; one; one = one.parentElement) {
    const c = parts(getComputedStyle(one).backgroundColor);
    if (c.length < 4 || c[3] === 1) return c;
  }
  return [255, 255, 255];
};
const hidden = "[aria-hidden], svg, .unseen";
const low = [];
const walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
while (walk.nextNode()) {
  const one = walk.currentNode.parentElement, words = walk.currentNode.data.trim();
  if (!words || !one.checkVisibility() || one.closest(hidden)) continue;
  const own = light(parts(getComputedStyle(one).color)), behind = light(ground(one));
  const ratio = (Math.max(own, behind) + .05) / (Math.min(own, behind) + .05);
  if (ratio < 4.5) low.push(`${words}: ${ratio.toFixed(2)}`);
}
return low;
"""
# What a screen reader would have no word for.
_NAMELESS: Final = """
return [...document.querySelectorAll("a, button, input:not([type=hidden]), select, [role=img]")]
  .filter((one) => one.checkVisibility() && !one.closest("[aria-hidden]"))
  .filter((one) => !(one.innerText || one.ariaLabel || (one.labels || []).length))
  .map((one) => one.outerHTML.slice(0, 80));
"""
# A page that must be pushed sideways.
_WIDE: Final = """
return document.documentElement.scrollWidth - document.documentElement.clientWidth;
"""
# Too small for a finger, in px.
_SMALL: Final = """
return [...document.querySelectorAll("nav a, button, .button, select, .links a")]
  .filter((one) => one.checkVisibility() && one.getBoundingClientRect().height < 40)
  .map((one) => one.outerHTML.slice(0, 60));
"""
_TWICE: Final = """
const ids = [...document.querySelectorAll("[id]")].map((one) => one.id);
return ids.filter((id, n) => ids.indexOf(id) !== n);
"""
RULES: Final[Mapping[str, str]] = {
    "contrast": _CONTRAST,
    "nameless": _NAMELESS,
    "wide": _WIDE,
    "small": _SMALL,
    "id twice": _TWICE,
}
