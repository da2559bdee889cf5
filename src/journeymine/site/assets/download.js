/* Files made in the browser: CSV that no spreadsheet runs, SVG as it is, PNG drawn from the SVG. */
"use strict";

(function (journeymine) {
  const FORMULA = /^[=+\-@\t\r]/;
  const NUMBER = /^[-+]?\d+([.,]\d+)?\s?%?$/;
  const PNG_SCALE = 2;

  /** One CSV cell: quoted where needed, and never a formula (a leading = + - @ gets an apostrophe; numbers stay, with a hyphen as their minus). */
  journeymine.csvCell = (value) => {
    let text = String(value).replace(/^\u2212(?=[\d\s.,]+%?$)/, "-"); // spreadsheets know a hyphen alone
    if (FORMULA.test(text) && !NUMBER.test(text)) text = "'" + text;
    return /[",\r\n]/.test(text) ? '"' + text.replaceAll('"', '""') + '"' : text;
  };

  journeymine.toCsv = (rows) => "\ufeff" + rows.map((row) => row.map(journeymine.csvCell).join(",")).join("\r\n") + "\r\n";

  /** Give the reader a file of this name. */
  journeymine.download = (name, content, type) => {
    const blob = content instanceof Blob ? content : new Blob([content], { type });
    const link = document.createElement("a");
    link.href = URL.createObjectURL(blob);
    link.download = name;
    document.body.append(link);
    link.click();
    link.remove();
    window.setTimeout(() => URL.revokeObjectURL(link.href), 10000);
  };

  journeymine.downloadCsv = (name, rows) => journeymine.download(name, journeymine.toCsv(rows), "text/csv;charset=utf-8");

  /** Download the text of an SVG. */
  journeymine.downloadSvg = (name, text) => journeymine.download(name, text, "image/svg+xml;charset=utf-8");

  /** Draw the text of an SVG of this size onto a canvas and download it as PNG. */
  journeymine.downloadPng = (name, text, width, height) => {
    const image = new Image();
    image.onload = () => {
      const canvas = document.createElement("canvas");
      canvas.width = width * PNG_SCALE;
      canvas.height = height * PNG_SCALE;
      canvas.getContext("2d").drawImage(image, 0, 0, canvas.width, canvas.height);
      canvas.toBlob((blob) => journeymine.download(name, blob, "image/png"), "image/png");
    };
    image.src = "data:image/svg+xml;charset=utf-8," + encodeURIComponent(text);
  };
})(window.journeymine);
