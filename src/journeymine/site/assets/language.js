/* The language of the page: which one the reader wants, and how scripts say words and numbers in it. */
"use strict";
window.journeymine = window.journeymine || {};

(function (journeymine) {
  const KEY = "journeymine-language";
  const language = document.documentElement.lang;
  const given = {};
  let words = null;

  function remembered() {
    try {
      return window.localStorage.getItem(KEY);
    } catch (error) {
      return null; // storage may be closed to local files; the page's own language then holds
    }
  }

  function remember(chosen) {
    try {
      window.localStorage.setItem(KEY, chosen);
    } catch (error) {
      document.documentElement.dataset.languageNotRemembered = String(error.name);
    }
  }

  const versionIn = (wanted) => document.querySelector(`link[rel=alternate][hreflang="${CSS.escape(wanted)}"]`);

  /** Go to the reader's language: the one the address asks for by ?lang=, or else the one chosen last. */
  const asked = new URLSearchParams(window.location.search).get("lang");
  const wanted = asked && versionIn(asked) ? asked : remembered();
  if (asked && wanted === asked) remember(asked);
  if (wanted && wanted !== language && versionIn(wanted)) window.location.replace(versionIn(wanted).href + window.location.hash);

  document.addEventListener("DOMContentLoaded", () => {
    for (const link of document.querySelectorAll(".languages a")) {
      link.addEventListener("click", () => {
        remember(link.hreflang);
        link.hash = window.location.hash;
      });
    }
  });

  /** Take a data block that lies in a file of its own. */
  journeymine.give = (name, value) => { given[name] = value; };

  /** Read a data block of the page, or null where the page has none of that name. */
  journeymine.data = (name) => {
    if (name in given) return given[name];
    const block = document.getElementById("data-" + name);
    return block ? JSON.parse(block.textContent) : null;
  };

  const fill = (text, values) => text.replace(/\{(\w+)\}/g, (whole, name) => (name in values ? String(values[name]) : whole));
  const find = (message) => {
    words = words || journeymine.data("words") || {};
    return words[message] || message;
  };
  const plural = new Intl.PluralRules(language);
  const FORMS = ["one", "few", "many"]; // the order of the catalogs' plural forms

  /** Say a message of the page's dictionary, with its {values}. */
  journeymine.say = (message, values = {}) => fill(find(message), values);

  /** Say a message in the plural form of a whole number, which is itself the value {count}. */
  journeymine.sayCount = (one, many, count, values = {}) => {
    const forms = find(one);
    const form = plural.select(count);
    const text = Array.isArray(forms) ? forms[FORMS.indexOf(form)] || forms[2] : form === "one" ? one : many;
    return fill(text, { count: journeymine.number(count), ...values });
  };

  /** Mark a text of a constant for the dictionary; say() says it where it is shown. */
  journeymine.mark = (message) => message;

  const MINUS = "\u2212"; // the sign of negative numbers on pages; a hyphen is none
  const formats = {};
  const format = (key, options) => (formats[key] = formats[key] || new Intl.NumberFormat(language, { useGrouping: "always", ...options }));

  /** A number in the language of the page. */
  journeymine.number = (value, digits = 0) => format("n" + digits, { minimumFractionDigits: digits, maximumFractionDigits: digits }).format(value).replace("-", MINUS);

  /** A share 0..1 as a percentage. */
  journeymine.share = (value, digits = 1) => format("s" + digits, { style: "percent", minimumFractionDigits: digits, maximumFractionDigits: digits }).format(value).replace("-", MINUS);

  /** Read a number as the page writes it; NaN where it is none. */
  const [group, point] = [1234567.5].flatMap((value) => {
    const parts = format("n1", { minimumFractionDigits: 1, maximumFractionDigits: 1 }).formatToParts(value);
    return [parts.find((part) => part.type === "group").value, parts.find((part) => part.type === "decimal").value];
  });
  journeymine.readNumber = (text) => Number(text.replaceAll(group, "").replaceAll(/[\u00a0\u202f]/g, "").replace(point, ".").replace(MINUS, "-"));

  const UNITS = [[31557600, "year"], [86400, "day"]];
  const SIGNS = { en: ["h", "min", "s"], ru: ["ч", "мин", "с"], pl: ["godz.", "min", "s"] };

  /** Seconds in the largest unit that leaves a readable number. */
  journeymine.durationText = (seconds) => {
    const round = (amount) => (amount < 100 ? Math.round(amount * 10) / 10 : Math.round(amount));
    const long = UNITS.find(([size]) => seconds >= size);
    if (long) return format(long[1], { style: "unit", unit: long[1], unitDisplay: "long", maximumFractionDigits: 1 }).format(round(seconds / long[0]));
    const at = [3600, 60, 1].findIndex((size) => seconds >= size || size === 1);
    return `${format("d", { maximumFractionDigits: 1 }).format(round(seconds / [3600, 60, 1][at]))} ${SIGNS[language][at]}`;
  };
})(window.journeymine);
