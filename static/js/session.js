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
  let isSending = false;
  let clashes = false;

  const remember = () => {
    try {
      if (area.value === saved) localStorage.removeItem(key);
      else localStorage.setItem(key, JSON.stringify({ text: area.value, version: version.value }));
    } catch (error) {
      console.info("Notes are kept on this page only:", error.name);
    }
  };
  const plan = (delay) => {
    window.clearTimeout(timer);
    timer = window.setTimeout(send, delay);
  };
  const send = async () => {
    if (isSending || clashes || area.value === saved) return;
    isSending = true;
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
    isSending = false;
    remember();
    if (area.value !== text) plan(1500);
  };

  try {
    const kept = JSON.parse(localStorage.getItem(key) || "null");
    if (kept && kept.text !== area.value) {
      area.value = kept.text;
      version.value = kept.version;
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
  window.addEventListener("pagehide", remember);
})();
