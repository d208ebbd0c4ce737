// The button that turns the colours of a page: as the system has them, light, dark. `stored` and `keep` remember the choice.
function themed(button, stored, keep) {
  "use strict";
  const root = document.documentElement, themes = { auto: "跟随系统", light: "浅色", dark: "深色" }, names = Object.keys(themes);
  let theme = stored("jixiao.theme", "auto");
  function paint() {
    if (!themes[theme]) theme = "auto";
    if (theme === "auto") delete root.dataset.theme; else root.dataset.theme = theme;
    button.textContent = "配色：" + themes[theme];
  }
  button.addEventListener("click", () => {
    theme = names[(names.indexOf(theme) + 1) % names.length];
    keep("jixiao.theme", theme);
    paint();
  });
  paint();
}
