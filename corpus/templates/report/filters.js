// The list of findings and its filters, which stand in the address too.
var filters = {
  form: null,
  items: [], // {id, li, article, text}
  names: ["q", "federation", "year", "intervention", "kind", "status"],

  begin: function () {
    filters.form = byId("filters");
    if (!filters.form) { return; }
    filters.items = all("#list li").map(function (li) { return { id: li.dataset.finding, li: li, article: byId("finding-" + li.dataset.finding) }; });
    filters.form.addEventListener("input", filters.changed);
    filters.form.addEventListener("change", filters.changed);
    filters.form.addEventListener("submit", function (e) { e.preventDefault(); });
    filters.form.addEventListener("reset", function () { setTimeout(filters.changed); });
    redraws.push(filters.apply);
  },

  changed: function () { filters.apply(); views.address(); },

  // The filters as the query of an address; '' when all is shown.
  query: function () {
    if (!filters.form) { return ""; }
    var data = new URLSearchParams();
    filters.names.forEach(function (n) { if (filters.form.elements[n].value.trim()) { data.set(n, filters.form.elements[n].value.trim()); } });
    var wanted = filters.severities();
    if (wanted.length < all("[name=severity]", filters.form).length) { data.set("severity", wanted.join(".")); }
    return data.toString();
  },

  severities: function () { return all("[name=severity]:checked", filters.form).map(function (b) { return b.value; }); },

  set: function (query) {
    if (!filters.form) { return; }
    var data = new URLSearchParams(query);
    filters.names.forEach(function (n) { filters.form.elements[n].value = data.get(n) || ""; });
    var wanted = data.has("severity") ? data.get("severity").split(".") : null;
    all("[name=severity]", filters.form).forEach(function (b) { b.checked = !wanted || wanted.indexOf(b.value) >= 0; });
    filters.apply();
  },

  apply: function () {
    var form = filters.form.elements, severities = filters.severities();
    var words = form.q.value.toLowerCase().split(/\s+/).filter(Boolean);
    var has = function (list, value) { return !value || list.indexOf(value === "-" ? "" : value) >= 0; };
    var shown = 0;
    filters.items.forEach(function (item) {
      var f = DATA.findings[item.id], any = decisions.state(item.id).any, status = form.status.value;
      if (words.length && !item.text) { item.text = item.article.textContent.toLowerCase(); }
      var keep = severities.indexOf(f.severity) >= 0 && has(f.federations, form.federation.value) && has(f.years, form.year.value) &&
        (!form.intervention.value || f.intervention === form.intervention.value) && (!form.kind.value || f.kind === form.kind.value) &&
        (!status || (status === "open" ? !any : status === "unsure" ? any && any.key === "u" : any && any.key !== "u")) &&
        words.every(function (w) { return item.text.indexOf(w) >= 0; });
      item.li.hidden = !keep;
      item.article.classList.toggle("out", !keep);
      item.li.classList.toggle("decided", Boolean(any));
      item.li.querySelector(".li-state").textContent = !any ? "" : any.key === "u" ? "?" : "✓";
      shown += keep;
    });
    byId("shown").textContent = shown;
    byId("no-match").hidden = shown > 0;
    byId("clear").hidden = filters.query() === "";
    var count = ["federation", "year", "intervention", "kind", "status"].filter(function (n) { return form[n].value; }).length;
    byId("filter-count").textContent = count ? "(" + count + ")" : "";
    findings.place();
  },

  visible: function () { return filters.items.filter(function (i) { return !i.li.hidden; }).map(function (i) { return i.id; }); }
};
