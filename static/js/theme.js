// Runs before the page is drawn: a visitor's own choice of light or dark, kept in this browser only.
(function () {
  try {
    var theme = localStorage.getItem("portal-theme");
    if (theme === "light" || theme === "dark") document.documentElement.dataset.kernTheme = theme;
  } catch (error) {
    // Storage is switched off: the system's setting rules.
    return;
  }
})();
