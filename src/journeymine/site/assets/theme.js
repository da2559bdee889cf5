/* Light or dark: the system's choice until the reader makes their own, which the browser remembers. */
"use strict";
window.journeymine = window.journeymine || {};

(function (journeymine) {
  const KEY = "journeymine-theme";
  const root = document.documentElement;

  function remembered() {
    try {
      return window.localStorage.getItem(KEY);
    } catch (error) {
      return null; // storage may be closed to local files; the system's choice then holds
    }
  }

  function remember(theme) {
    try {
      window.localStorage.setItem(KEY, theme);
    } catch (error) {
      root.dataset.themeNotRemembered = String(error.name);
    }
  }

  const systemDark = window.matchMedia("(prefers-color-scheme: dark)");
  const apply = (theme) => {
    root.dataset.theme = theme || (systemDark.matches ? "dark" : "light");
    document.dispatchEvent(new CustomEvent("themechange"));
  };

  apply(remembered());
  systemDark.addEventListener("change", () => apply(remembered()));
  document.addEventListener("DOMContentLoaded", () => {
    document.getElementById("theme").addEventListener("click", () => {
      const theme = root.dataset.theme === "dark" ? "light" : "dark";
      remember(theme);
      apply(theme);
    });
  });

  /** Read a colour of the stylesheet, such as color("ink"). */
  journeymine.color = (name) => window.getComputedStyle(root).getPropertyValue("--" + name).trim();

  /** One entry of a legend: a swatch and its text. */
  journeymine.makeLegendEntry = (text, color) => {
    const entry = document.createElement("span");
    const swatch = document.createElement("i");
    swatch.style.background = color;
    entry.append(swatch, journeymine.say(text));
    return entry;
  };

  /** Stages in their order take the eight hues of the stylesheet in turn. */
  journeymine.stageColor = (stages, stage) => {
    const index = stages.indexOf(stage);
    return index < 0 || stage === "" ? journeymine.color("other") : journeymine.color("hue-" + (index % 8));
  };
})(window.journeymine);
