// What every page does: keep the shell for when the mirror is away, and take the code of a QR code.
"use strict";
(() => {
  if ("serviceWorker" in navigator) navigator.serviceWorker.register("/sw.js").catch(() => {});
  const form = document.querySelector("[data-pair]");
  if (form && /^#\d{6}$/.test(location.hash)) {
    form.querySelector("#code").value = location.hash.slice(1);
    history.replaceState(null, "", location.pathname); // not into the history
    form.querySelector("input[type=radio]:enabled, button").focus({ preventScroll: true });
  }
  document.addEventListener("input", (event) => {
    const secret = event.target.dataset.show && document.getElementById(event.target.dataset.show);
    if (secret) secret.type = event.target.checked ? "text" : "password";
    const shown = event.target.id && document.querySelector(`output[for="${event.target.id}"]`);
    if (shown) shown.value = event.target.value;
  });
})();
