/* What the explorer shows, kept in the URL's hash by name, so that a link shows the same on another night. */
"use strict";

(function (journeymine) {
  const DEFAULTS = { unit: "journey", direction: "after", anchor: "", steps: 5, top: 8, share: 0, channel: "", goal: "", status: "", from: "", to: "", segment: "", product: "", businessUnit: "", collapse: false };
  const KEYS = { unit: "u", direction: "d", anchor: "a", steps: "n", top: "top", share: "m", channel: "c", goal: "g", status: "s", from: "f", to: "t", segment: "k", product: "p", businessUnit: "b", collapse: "r" };
  const RANGES = { steps: [2, 10], top: [2, 25], share: [0, 20] };

  function clamp(name, text) {
    const value = Number(text);
    const [low, high] = RANGES[name];
    return Number.isFinite(value) ? Math.min(high, Math.max(low, name === "share" ? value : Math.round(value))) : DEFAULTS[name];
  }

  /** The state a hash stands for; what it does not say, or says wrongly, is the default. `known` holds the allowed names. */
  journeymine.readState = (hash, known) => {
    const said = new URLSearchParams(hash.replace(/^#/, ""));
    const state = { ...DEFAULTS, open: [] };
    if (said.get("d") === "before") state.direction = "before";
    for (const name of Object.keys(known)) {
      const value = said.get(KEYS[name]);
      if (value !== null && known[name].includes(value)) state[name] = value;
    }
    for (const name of Object.keys(RANGES)) if (said.has(KEYS[name])) state[name] = clamp(name, said.get(KEYS[name]));
    if (state.from && state.to && state.from > state.to) [state.from, state.to] = [state.to, state.from];
    state.collapse = said.get("r") === "1";
    state.open = (said.get("o") || "").split(".").filter((text) => /^\d$/.test(text)).map(Number);
    return state;
  };

  /** The hash of a state, defaults left out. */
  journeymine.writeState = (state) => {
    const said = new URLSearchParams();
    for (const [name, key] of Object.entries(KEYS)) {
      if (state[name] !== DEFAULTS[name]) said.set(key, state[name] === true ? "1" : String(state[name]));
    }
    if (state.open.length) said.set("o", state.open.join("."));
    return said.toString();
  };
})(window.journeymine);
