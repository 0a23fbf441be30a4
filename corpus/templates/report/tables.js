// Tables as read: drawn when they are unfolded.
var tables = {
  grids: null, // table_id -> rows of cells

  begin: function () {
    all("details.table").forEach(function (d) { d.addEventListener("toggle", function () { if (d.open) { tables.fill(d); } }); });
  },

  fill: function (details) {
    var grid = details.querySelector("[data-grid]");
    if (!grid || grid.rows.length) { return; }
    tables.grids = tables.grids || JSON.parse(byId("grids").textContent);
    tables.grids[grid.dataset.grid].forEach(function (row) {
      var tr = make("tr");
      row.forEach(function (c) { tr.appendChild(tables.cell(Array.isArray(c) ? c : [c, 0, 1, 1, "", ""])); });
      grid.appendChild(tr);
    });
  },

  // A cell: text, header, row span, column span, severity, finding
  cell: function (c) {
    var cell = make(c[1] ? "th" : "td", c[4]);
    if (c[1]) { cell.scope = "col"; }
    if (c[2] > 1) { cell.rowSpan = c[2]; }
    if (c[3] > 1) { cell.colSpan = c[3]; }
    if (!c[5]) { cell.textContent = c[0]; return cell; }
    var link = make("a", "", c[0] || "–");
    link.href = "#finding-" + c[5];
    cell.appendChild(link);
    return cell;
  }
};
