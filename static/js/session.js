// The recorder's notes: saved by themselves, kept in this browser while the server cannot be reached, never overwriting others.
(() => {
  "use strict";
  const form = document.querySelector("form[data-autosave]");
  if (!form) return;
  const area = form.querySelector("textarea");
  if (!area || area.readOnly) return;
  const version = form.querySelector("[name=version]");
  const status = form.querySelector("[data-saved]");
  const key = `portal-notes:${location.pathname}:${form.dataset.autosave}`;
  let saved = area.value;
  let timer = 0;
  let sending = null;
  let clashes = false;

  const remember = () => {
    try {
      if (area.value === saved) localStorage.removeItem(key);
      else localStorage.setItem(key, JSON.stringify({ text: area.value, base: saved, version: version.value }));
    } catch (error) {
      console.info("Notes are kept on this page only:", error.name);
    }
  };
  const plan = (delay) => {
    window.clearTimeout(timer);
    timer = window.setTimeout(send, delay);
  };
  const send = () => {
    sending ||= sendNow().finally(() => {
      sending = null;
    });
    return sending;
  };
  const sendNow = async () => {
    if (clashes || area.value === saved) return;
    const text = area.value;
    try {
      const answer = await fetch(form.action, {
        method: "POST",
        body: new FormData(form),
        headers: { "X-Requested-With": "autosave" },
        credentials: "same-origin",
        redirect: "error",
      });
      const data = await answer.json();
      if (answer.ok) {
        saved = text;
        version.value = data.version;
        status.textContent = data.message;
      } else if (answer.status === 409) {
        clashes = true;
        status.textContent = form.dataset.clash;
      } else {
        status.textContent = data.error || form.dataset.waiting;
      }
    } catch (error) {
      console.info("Not saved yet:", error.name);
      status.textContent = form.dataset.waiting;
      plan(5000);
    }
    remember();
    if (area.value !== text) plan(1500);
  };

  try {
    const kept = JSON.parse(localStorage.getItem(key) || "null");
    if (kept && kept.text !== area.value) {
      // Where the notes are still those that were written on, only other things of the item have changed (a vote, its state).
      if (kept.base !== area.value) version.value = kept.version;
      area.value = kept.text;
      status.textContent = form.dataset.restored;
      plan(500);
    }
  } catch (error) {
    console.info("Nothing could be put back:", error.name);
  }
  area.addEventListener("input", () => {
    remember();
    plan(1500);
  });
  window.addEventListener("online", () => plan(200));
  // What was typed a moment ago is saved before another button of the page does its work, or the page is left.
  document.addEventListener("submit", async (event) => {
    const { target, submitter } = event;
    if (target === form || clashes || area.value === saved) return;
    event.preventDefault();
    await send();
    if (area.value !== saved) await send();
    delete target.dataset.sent; // the mark against a double click: nothing has been sent yet
    if (area.value === saved) target.requestSubmit(submitter);
  });
  window.addEventListener("pagehide", () => {
    remember();
    if (clashes || area.value === saved) return;
    fetch(form.action, {
      method: "POST",
      body: new FormData(form),
      headers: { "X-Requested-With": "autosave" },
      credentials: "same-origin",
      keepalive: true,
    }).catch((error) => console.info("Kept in this browser:", error.name));
  });
})();

// Plus and minus beside the numbers of a vote: a tablet has no small arrows. They are made here, since they do nothing without it.
(() => {
  "use strict";
  document.querySelectorAll(".p-stepper__row").forEach((row) => {
    const input = row.querySelector("input");
    const label = row.parentElement.querySelector("label").textContent;
    const button = (sign, step) => {
      const made = document.createElement("button");
      made.type = "button";
      made.textContent = sign;
      made.setAttribute("aria-label", `${label} ${sign}1`);
      made.addEventListener("click", () => {
        if (step > 0) input.stepUp();
        else input.stepDown();
      });
      return made;
    };
    row.prepend(button("−", -1));
    row.append(button("+", 1));
  });
})();
