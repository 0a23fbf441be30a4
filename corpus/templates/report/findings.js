// Views and addresses: one view at a time, and in it one finding.
var views = {
  of: { finding: "findings", question: "names", table: "tables", unread: "reports" },

  // '#finding-ab12?kind=ratio' -> the view, the element in it, the query
  parse: function () {
    var parts = location.hash.slice(1).split("?"), id = parts[0];
    try { id = decodeURIComponent(id); } catch (e) { id = ""; } // an address that somebody cut short
    var target = id && byId(id), view = target && target.closest(".view");
    return { id: id, target: target, view: view ? view.id : "overview", query: parts.length > 1 ? parts[1] : null };
  },

  show: function () {
    var to = views.parse();
    root.dataset.view = to.view;
    all(".view").forEach(function (v) { v.classList.toggle("current", v.id === to.view); });
    all(".bar nav a").forEach(function (a) {
      if (a.dataset.view === to.view) { a.setAttribute("aria-current", "page"); } else { a.removeAttribute("aria-current"); }
    });
    if (to.query !== null && to.view === "findings") { filters.set(to.query); }
    if (to.view === "findings") { findings.open(to.target && to.target.matches(".finding") ? to.target : null); }
    if (to.view === "names") { names.open(to.target); }
    if (to.target && to.target.tagName === "DETAILS") { to.target.open = true; tables.fill(to.target); to.target.scrollIntoView(); }
    else if (!to.target || to.target.matches(".view, .finding")) { window.scrollTo(0, 0); }
    views.address();
  },

  // The filters stand in the address, so that it can be shared.
  address: function () {
    var to = views.parse(), query = filters.query();
    if (to.view !== "findings") { return; }
    var hash = "#" + (to.id || "findings") + (query ? "?" + query : "");
    if (hash !== location.hash) { history.replaceState(null, "", hash); }
    all(".walk .back").forEach(function (a) { a.href = "#findings" + (query ? "?" + query : ""); });
  },

  go: function (id) {
    var query = filters.query();
    location.hash = id + (id.indexOf("finding") === 0 && query ? "?" + query : "");
  }
};

var findings = {
  current: null,

  begin: function () {
    all(".finding figcaption").forEach(function (caption) {
      if (!caption.parentNode.querySelector(".paper")) { return; }
      var button = make("button", "text enlarge", "⤢");
      button.type = "button";
      button.dataset.labelSv = DATA.words.enlarge[0];
      button.dataset.labelEn = DATA.words.enlarge[1];
      button.setAttribute("aria-label", say("enlarge"));
      button.setAttribute("aria-pressed", "false");
      caption.appendChild(button);
    });
    document.addEventListener("click", function (e) {
      var step = e.target.closest("[data-step]"), next = e.target.closest(".next");
      if (step) { findings.step(Number(step.dataset.step)); }
      if (next) { e.preventDefault(); findings.step(1); }
    });
  },

  // Shows a finding; without one the first of the list, where there is room for both.
  open: function (article) {
    var wide = window.matchMedia("(min-width: 48.01rem)").matches;
    var to = article || (wide && filters.visible().length ? byId("finding-" + filters.visible()[0]) : null);
    if (to && to.classList.contains("out")) { filters.set(""); }
    if (article) { root.dataset.open = ""; } else { delete root.dataset.open; }
    all(".finding.current, #list .current").forEach(function (e) { e.classList.remove("current"); });
    findings.current = to ? to.querySelector(".verdict").dataset.finding : null;
    if (!to) { return; }
    to.classList.add("current");
    var li = document.querySelector("#list li[data-finding='" + findings.current + "']");
    li.classList.add("current");
    if (wide) { li.scrollIntoView({ block: "nearest" }); }
    var held = document.activeElement;
    if (article && !(held && held.closest("#filters, #list"))) { to.focus({ preventScroll: true }); }
    document.querySelector(".detail").scrollTop = 0;
    answers.show(to.querySelector(".verdict"));
    findings.place();
    pictures.seek(to);
  },

  // '3 av 12' above the finding that is shown
  place: function () {
    var shown = filters.visible(), n = shown.indexOf(findings.current);
    if (!findings.current) { return; }
    byId("finding-" + findings.current).querySelector(".walk-place").textContent = n >= 0 ? (n + 1) + " " + say("of") + " " + shown.length : "";
  },

  step: function (by) {
    var shown = filters.visible(), n = shown.indexOf(findings.current);
    var to = n < 0 ? 0 : Math.min(Math.max(n + by, 0), shown.length - 1);
    if (shown.length) { views.go("finding-" + shown[to]); }
  },

  nextOpen: function () {
    var shown = filters.visible(), n = shown.indexOf(findings.current);
    var after = shown.slice(n + 1).concat(shown.slice(0, n + 1));
    var to = after.filter(function (id) { return !decisions.state(id).any; })[0];
    if (to) { views.go("finding-" + to); } else { tell(say("todo_none")); }
  }
};
