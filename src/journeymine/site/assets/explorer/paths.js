/* Counting: from encoded paths and a state to nodes and links. Pure functions; nothing here touches the page.
   A node's key is a touchpoint's code >= 0, an end (-1 - status), START where a journey begins, or OTHER. */
"use strict";

(function (journeymine) {
  const START = -10;
  const OTHER = -20;
  const HEAD = 5; // goal, status, channel, facet and count come before a path's touchpoints

  journeymine.START = START;
  journeymine.OTHER = OTHER;

  /** The keys a path shows, first column first, or null where it does not come to the anchor. */
  function alignPath(path, state, anchor) {
    let steps = path.slice(HEAD);
    if (state.collapse) steps = steps.filter((code, index) => index === 0 || code !== steps[index - 1]);
    const end = -1 - path[1];
    if (state.direction === "after") {
      const from = anchor < 0 ? 0 : steps.indexOf(anchor);
      if (from < 0) return null;
      const keys = steps.slice(from, from + state.steps);
      return keys.length < state.steps ? keys.concat(end) : keys;
    }
    const last = anchor < 0 ? steps.length - 1 : steps.lastIndexOf(anchor);
    if (last < 0) return null;
    const keys = steps.slice(Math.max(0, last - state.steps + 1), last + 1).reverse();
    if (keys.length < state.steps) keys.push(START);
    return anchor < 0 ? [end].concat(keys) : keys;
  }

  /** For each facet, whether the chosen months, segment, product and business unit let it pass. */
  function passFacets(data, state) {
    const first = data.months.indexOf(state.from); // -1: from the beginning
    const last = state.to === "" ? data.months.length : data.months.indexOf(state.to);
    const [segment, product, businessUnit] = [data.segments.indexOf(state.segment), data.products.indexOf(state.product), data.businessUnits.indexOf(state.businessUnit)];
    return data.facets.map((facet) => facet[0] >= first && facet[0] <= last && (segment < 0 || facet[1] === segment) && (product < 0 || facet[2].includes(product)) && (businessUnit < 0 || facet[3].includes(businessUnit)));
  }

  /** Paths that pass the filters, aligned: [{ keys, count }]. */
  journeymine.alignPaths = (data, state) => {
    const passing = passFacets(data, state);
    const anchor = state.anchor === "" ? -1 : data.touchpoints.findIndex((touchpoint) => touchpoint.name === state.anchor);
    const goal = data.goals.indexOf(state.goal);
    const status = data.statuses.indexOf(state.status);
    const channel = data.channels.indexOf(state.channel);
    const aligned = [];
    for (const path of data.units[state.unit]) {
      if (!passing[path[3]]) continue;
      if ((goal >= 0 && path[0] !== goal) || (status >= 0 && path[1] !== status) || (channel >= 0 && path[2] !== channel)) continue;
      const keys = alignPath(path, state, anchor);
      if (keys) aligned.push({ keys, count: path[4] });
    }
    return aligned;
  };

  const add = (map, key, count) => map.set(key, (map.get(key) || 0) + count);

  /** Count columns (Map key -> journeys) and links (Map "from,to" -> journeys, one map a pair of columns). */
  journeymine.countLinks = (aligned) => {
    const columns = [];
    const links = [];
    for (const { keys, count } of aligned) {
      keys.forEach((key, column) => {
        add((columns[column] = columns[column] || new Map()), key, count);
        if (column > 0) add((links[column - 1] = links[column - 1] || new Map()), keys[column - 1] + "," + key, count);
      });
    }
    return { columns, links };
  };

  /** The same counts from the exact first steps of all journeys, for the unfiltered view of sampled paths. */
  journeymine.countFirstLinks = (firstLinks, steps) => {
    const columns = [];
    const links = [];
    for (const [step, from, to, count] of firstLinks) {
      if (step > steps) continue;
      add((columns[step - 1] = columns[step - 1] || new Map()), from, count);
      if (step === steps) continue;
      add((links[step - 1] = links[step - 1] || new Map()), from + "," + to, count);
      if (to < 0) add((columns[step] = columns[step] || new Map()), to, count);
    }
    return { columns, links };
  };

  /** Which keys of each column are shown on their own; the rest is its "other". Ends and starts always are. */
  journeymine.chooseShown = (columns, state, minimumCell) =>
    columns.map((counts, column) => {
      const total = Array.from(counts.values()).reduce((sum, count) => sum + count, 0);
      const isOpen = state.open.includes(column);
      const ranked = Array.from(counts).filter(([key]) => key >= 0).sort((a, b) => b[1] - a[1] || a[0] - b[0]);
      const large = ranked.filter(([, count]) => count >= minimumCell && (isOpen || count >= (state.share / 100) * total));
      const kept = isOpen ? large : large.slice(0, state.top);
      const alone = ranked.length === kept.length + 1 && ranked[kept.length][1] >= minimumCell && state.share === 0;
      const shown = new Set((alone ? ranked : kept).map(([key]) => key)); // an "other" of one would hide a name for nothing
      for (const key of counts.keys()) if (key < 0) shown.add(key);
      return shown;
    });

  const group = (shown, column, key) => (shown[column].has(key) ? key : OTHER);

  /** Aligned paths with the keys that are drawn. */
  journeymine.groupPaths = (aligned, shown) =>
    aligned.map(({ keys, count }) => ({ keys: keys.map((key, column) => group(shown, column, key)), count }));

  /** Merge counts into what is drawn: nodes { column, key, count, members } and links { column, from, to, count }. */
  journeymine.groupCounts = ({ columns, links }, shown) => {
    const nodes = new Map();
    columns.forEach((counts, column) => {
      for (const [key, count] of counts) {
        const drawn = group(shown, column, key);
        const id = column + ":" + drawn;
        const node = nodes.get(id) || { id, column, key: drawn, count: 0, members: 0 };
        node.count += count;
        node.members += 1;
        nodes.set(id, node);
      }
    });
    const drawnLinks = new Map();
    links.forEach((counts, column) => {
      for (const [pair, count] of counts) {
        const [from, to] = pair.split(",").map(Number);
        const link = { column, from: group(shown, column, from), to: group(shown, column + 1, to), count };
        link.id = column + ":" + link.from + ">" + link.to;
        const known = drawnLinks.get(link.id);
        if (known) known.count += count;
        else drawnLinks.set(link.id, link);
      }
    });
    return { nodes: Array.from(nodes.values()), links: Array.from(drawnLinks.values()) };
  };

  /** Of the journeys through a node or along a link, how many take each link: Map link id -> journeys. */
  journeymine.traceThrough = (grouped, chosen) => {
    const traced = new Map();
    for (const { keys, count } of grouped) {
      const at = chosen.column;
      const passes = chosen.to === undefined ? keys[at] === chosen.key : keys[at] === chosen.from && keys[at + 1] === chosen.to;
      if (!passes) continue;
      for (let column = 0; column + 1 < keys.length; column += 1) add(traced, column + ":" + keys[column] + ">" + keys[column + 1], count);
    }
    return traced;
  };
})(window.journeymine);
