// Small conveniences. Every page works without this file.
(() => {
  "use strict";
  const root = document.documentElement;

  // Light or dark: the button says what it switches to.
  const prefersDark = window.matchMedia("(prefers-color-scheme: dark)");
  const isDark = () => (root.dataset.kernTheme ? root.dataset.kernTheme === "dark" : prefersDark.matches);
  const themeButtons = document.querySelectorAll("[data-theme-switch]");
  const nameThemeButtons = () => {
    for (const button of themeButtons) {
      button.textContent = isDark() ? button.dataset.light : button.dataset.dark;
      button.hidden = false;
    }
  };
  for (const button of themeButtons) {
    button.addEventListener("click", () => {
      root.dataset.kernTheme = isDark() ? "light" : "dark";
      try {
        localStorage.setItem("portal-theme", root.dataset.kernTheme);
      } catch (error) {
        console.info("The choice holds for this page only:", error.name);
      }
      nameThemeButtons();
    });
  }
  prefersDark.addEventListener("change", nameThemeButtons);
  nameThemeButtons();

  // Menus made of <details> close on a click elsewhere and on Escape.
  const openMenus = () => document.querySelectorAll("details.p-menu[open]");
  document.addEventListener("click", (event) => {
    for (const menu of openMenus()) if (!menu.contains(event.target)) menu.open = false;
  });
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    for (const menu of openMenus()) {
      menu.open = false;
      menu.querySelector("summary").focus();
    }
  });

  // Buttons that only make sense with a script.
  const showScripted = (part) => {
    for (const element of part.querySelectorAll("[data-needs-script]")) element.hidden = false;
  };
  showScripted(document);
  document.addEventListener("click", (event) => {
    const button = event.target.closest("[data-print]");
    if (button) window.print();
  });

  // Tables with checkboxes: "all" and the number of chosen rows, within one form.
  const count = (form) => {
    const boxes = [...form.querySelectorAll("input[data-pick]")];
    const chosen = boxes.filter((box) => box.checked).length;
    for (const place of form.querySelectorAll("[data-picked-count]")) place.textContent = chosen;
    for (const all of form.querySelectorAll("[data-pick-all]")) {
      all.checked = boxes.length > 0 && chosen === boxes.length;
      all.indeterminate = chosen > 0 && chosen < boxes.length;
    }
  };
  document.addEventListener("change", (event) => {
    const box = event.target;
    const form = box.form;
    if (!form) return;
    if (box.matches("[data-pick-all]")) {
      for (const other of form.querySelectorAll("input[data-pick]")) other.checked = box.checked;
    }
    if (box.matches("[data-pick], [data-pick-all]")) count(form);
    // Filters and small choices that send themselves; a button stands beside them for those without script.
    if (form.matches("[data-autosubmit]") && box.matches("select, input[type=checkbox], input[type=radio]")) form.requestSubmit();
  });
  const countAll = (part) => {
    for (const all of part.querySelectorAll("[data-picked-count]")) if (all.closest("form")) count(all.closest("form"));
  };
  countAll(document);

  // Long lists of boxes: typing leaves those that hold the words; what is chosen stays in view.
  const folded = (text) => text.normalize("NFD").replace(/\p{Mn}/gu, "").replace(/ß/g, "ss").toLowerCase();
  document.addEventListener("input", (event) => {
    const list = event.target.dataset && document.getElementById(event.target.dataset.narrows || "");
    if (!list) return;
    const words = folded(event.target.value).split(/\s+/).filter(Boolean);
    for (const row of list.children) {
      const text = folded(row.textContent);
      row.hidden = !row.querySelector("input").checked && !words.every((word) => text.includes(word));
    }
  });
  document.addEventListener("keydown", (event) => {
    // Enter in such a field would send the form.
    if (event.key === "Enter" && event.target.matches("input[data-narrows]")) event.preventDefault();
  });

  // A double click sends a form once.
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (form.method !== "post" || form.matches("[hx-post], [data-hx-post]")) return;
    if (form.dataset.sent) event.preventDefault();
    form.dataset.sent = "1";
  });
  window.addEventListener("pageshow", () => {
    for (const form of document.querySelectorAll("form[data-sent]")) delete form.dataset.sent;
  });

  // Parts that htmx brings in get the same treatment.
  document.addEventListener("htmx:afterSwap", (event) => {
    showScripted(event.detail.elt);
    countAll(document);
  });
})();
