// decisions.csv, read and written as the program does (corpus/decision_csv.py).
var COLUMNS = ["kind", "target_id", "decision", "value", "expected_printed", "who", "when", "why"];

var csv = {
  // Text of a file -> rows as objects; null when its header is not that of a decisions file.
  parse: function (text) {
    var plain = text.replace(/^\ufeff/, "").replace(/^\s*"?sep=.*\r?\n/i, "");
    var header = plain.split(/\r?\n/, 1)[0];
    var separator = [",", ";", "\t"].reduce(function (best, s) { return header.split(s).length > header.split(best).length ? s : best; });
    var lines = csv.cells(plain, separator);
    var names = (lines.shift() || []).map(function (n) { return n.trim().toLowerCase(); });
    var needed = ["kind", "target_id", "decision", "who", "when"];
    if (!needed.every(function (n) { return names.indexOf(n) >= 0; })) { return null; }
    return lines.filter(function (cells) { return cells.some(function (c) { return c.trim(); }); }).map(function (cells) {
      var row = {};
      COLUMNS.forEach(function (c) { row[c] = csv.unguarded((cells[names.indexOf(c)] || "").trim()); });
      return row;
    });
  },

  cells: function (text, separator) {
    var rows = [], row = [], cell = "", quoted = false;
    for (var i = 0; i < text.length; i += 1) {
      var sign = text[i];
      if (quoted) {
        if (sign === '"' && text[i + 1] === '"') { cell += '"'; i += 1; } else if (sign === '"') { quoted = false; } else { cell += sign; }
      } else if (sign === '"' && cell === "") {
        quoted = true;
      } else if (sign === separator) {
        row.push(cell); cell = "";
      } else if (sign === "\n") {
        row.push(cell.replace(/\r$/, "")); rows.push(row); row = []; cell = "";
      } else {
        cell += sign;
      }
    }
    if (cell || row.length) { row.push(cell); rows.push(row); }
    return rows;
  },

  text: function (rows) {
    var line = function (cells) { return cells.map(csv.quoted).join(",") + "\n"; };
    return line(COLUMNS) + rows.map(function (r) { return line(COLUMNS.map(function (c) { return r[c] || ""; })); }).join("");
  },

  quoted: function (cell) {
    var safe = csv.guarded(cell.replace(/\u0000/g, ""));
    return /[",\r\n]/.test(safe) ? '"' + safe.replace(/"/g, '""') + '"' : safe;
  },

  // An apostrophe before what Excel would take for a formula, not before -5.
  guarded: function (cell) {
    var dangerous = /^[=+\-@\t\r\n]/.test(cell) && !/^-[\d\s.,]+%?$/.test(cell);
    return dangerous || /^'+[=+\-@\t\r\n]/.test(cell) ? "'" + cell : cell;
  },
  unguarded: function (cell) { return /^'+[=+\-@\t\r\n]/.test(cell) ? cell.slice(1) : cell; }
};
