// Saves a reload or a second press; every page works without it.
"use strict";

// Printing needs a script, so its buttons show only where scripts run.
for (const button of document.querySelectorAll("[data-print]")) {
  button.hidden = false;
  button.addEventListener("click", () => window.print());
}

// A form sent twice would meet a refusal the second time.
document.addEventListener("submit", (event) => {
  if (event.target.method !== "post") return;
  if (event.target.dataset.sent) event.preventDefault();
  event.target.dataset.sent = "yes";
});
window.addEventListener("pageshow", () => {
  for (const form of document.forms) delete form.dataset.sent;
});

// The list of filters answers at once; its button stays for those without scripts.
for (const select of document.querySelectorAll("form.filters:not([hx-get]) select")) {
  select.addEventListener("change", () => select.form.requestSubmit());
}
