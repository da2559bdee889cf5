/* Draws every figure of the page from its JSON with plotly, in the colours of the theme. */
"use strict";

(function (journeymine) {
  const CONFIG = {
    displaylogo: false,
    responsive: true,
    displayModeBar: "hover",
    modeBarButtons: [["toImage"]],
    toImageButtonOptions: { format: "png", scale: 2 },
  };

  function themed(layout) {
    const ink = journeymine.color("ink");
    const line = journeymine.color("line");
    const axis = { gridcolor: line, zerolinecolor: line, linecolor: line, tickcolor: line };
    return {
      ...layout,
      paper_bgcolor: "rgba(0,0,0,0)",
      plot_bgcolor: "rgba(0,0,0,0)",
      font: { color: ink, family: journeymine.color("font"), size: 13 },
      hoverlabel: { ...layout.hoverlabel, bgcolor: journeymine.color("panel"), font: { color: ink } },
      xaxis: { ...layout.xaxis, ...axis },
      yaxis: { ...layout.yaxis, ...axis },
    };
  }

  function drawAll() {
    for (const place of document.querySelectorAll("[data-figure]")) {
      const figure = journeymine.data(place.dataset.figure);
      for (const trace of figure.data) {
        if (trace.error_x) trace.error_x.color = journeymine.color("ink");
      }
      window.Plotly.react(place, figure.data, themed(figure.layout), CONFIG);
    }
  }

  document.addEventListener("themechange", drawAll);
  drawAll();
})(window.journeymine);
