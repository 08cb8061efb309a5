// Every page works without this; it only spares clicks.
"use strict";

// Who comes back to a form with problems begins at their summary.
const problems = document.querySelector("[data-problems]");
if (problems) {
  problems.focus();
}

// A form is sent once.
for (const form of document.querySelectorAll("form[method=post]")) {
  form.addEventListener("submit", () => {
    for (const button of form.querySelectorAll("button")) {
      setTimeout(() => { button.disabled = true; });
    }
  });
}

// With a wrong clock a good certificate looks expired to the mail program.
const clock = document.querySelector("[data-clock]");
if (clock && Math.abs(Date.now() - Date.parse(clock.dataset.clock)) > 5 * 60 * 1000) {
  clock.hidden = false;
}
