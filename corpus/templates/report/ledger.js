// The view of decisions: what was decided, saving and reading files, and explanations accepted together.
var ledger = {
  begin: function () {
    byId("save").addEventListener("click", ledger.save);
    byId("save-file").addEventListener("click", ledger.save);
    byId("load-file").addEventListener("click", function () { byId("file").click(); });
    byId("file").addEventListener("change", ledger.read);
    byId("who").value = decisions.me;
    byId("who").addEventListener("change", function () { if (byId("who").value.trim()) { decisions.named(byId("who").value.trim()); } });
    document.addEventListener("click", function (e) {
      var button = e.target.closest(".batch");
      if (button) { ledger.ask(button.dataset.alike); }
    });
    byId("batch-list").addEventListener("change", ledger.count);
    byId("batch").addEventListener("close", ledger.accepted);
    window.addEventListener("beforeunload", function (e) { if (!store.works && !store.server && decisions.unsaved()) { e.preventDefault(); } });
    redraws.push(ledger.tally, ledger.list, ledger.groups);
    ledger.earlier();
  },

  save: function () {
    if (!decisions.rows.length && !decisions.unsaved()) { tell(say("ledger_empty")); return; }
    if (!decisions.me && decisions.rows.some(function (r) { return !r.who; })) { answers.askName(); return; }
    if (store.server) { decisions.send(); } else { decisions.download(); }
  },

  read: function () {
    var file = byId("file").files[0];
    if (!file) { return; }
    file.arrayBuffer().then(function (bytes) {
      var text;
      try { text = new TextDecoder("utf-8", { fatal: true }).decode(bytes); } catch (e) { text = new TextDecoder("windows-1252").decode(bytes); }
      var count = decisions.load(text);
      tell(count < 0 ? say("not_loaded") : say("loaded") + " " + count);
      if (count > 0 && store.server) { decisions.send(); }
    });
    byId("file").value = "";
  },

  // Decisions about these findings that the browser kept under another run.
  earlier: function () {
    var rows = [];
    store.others().forEach(function (o) {
      rows = rows.concat((o[1].rows || []).filter(function (r) { return (r.kind === "finding" && DATA.findings[r.target_id]) || (r.kind === "value" && decisions.findingsOf[r.target_id]) || (r.kind === "name" && decisions.questionOf[r.target_id]); }));
    });
    var there = new Set(decisions.rows.map(keyOf).concat(decisions.removed));
    rows = rows.filter(function (r) { return !there.has(keyOf(r)); });
    if (!rows.length) { return; }
    var line = byId("earlier"), button = make("button", "quiet"), words = make("span");
    var write = function () { words.textContent = say("earlier") + " " + rows.length; button.textContent = say("earlier_take"); };
    button.type = "button";
    button.addEventListener("click", function () { decisions.add(rows); decisions.changed(); line.hidden = true; });
    line.append(words, button);
    line.hidden = false;
    redraws.push(write);
  },

  // How much is decided, in the bar and the overview.
  tally: function () {
    var ids = Object.keys(DATA.findings).concat(Object.keys(DATA.questions));
    var done = ids.filter(function (id) { return decisions.state(id).any; }).length, left = ids.length - done, unsaved = decisions.unsaved();
    byId("decided-count").textContent = done;
    byId("todo").textContent = left ? left + " " + say(left === 1 ? "todo_one" : "todo_many") + " · " + done + " " + say("decided_of") : say("todo_none");
    var found = Object.keys(DATA.findings), decided = found.filter(function (id) { return decisions.state(id).any; }).length;
    ledger.fill("meter", done, ids.length);
    ledger.fill("list-meter", decided, found.length);
    if (byId("list-decided")) { byId("list-decided").textContent = decided + " " + say("of") + " " + found.length + " " + say("decided_of"); }
    byId("begin").textContent = say(done && left ? "go_on" : "begin");
    var first = Object.keys(DATA.findings).filter(function (id) { return !decisions.state(id).any; })[0];
    byId("begin").href = first ? "#finding-" + first : left ? "#names" : "#decisions";
    byId("begin").hidden = ids.length === 0;
    byId("save").hidden = !unsaved;
    byId("unsaved").textContent = unsaved || "";
    byId("kept-where").textContent = say(store.server ? "kept_server" : store.works ? "kept_browser" : "kept_nowhere");
    byId("who").value = decisions.me;
  },

  fill: function (id, done, all) {
    var meter = byId(id);
    if (!meter) { return; }
    meter.setAttribute("aria-valuenow", done);
    meter.querySelector("rect").setAttribute("width", all ? 100 * done / all : 0);
  },

  list: function () {
    if (root.dataset.view !== "decisions") { return; }
    var body = byId("ledger").tBodies[0];
    body.textContent = "";
    decisions.rows.forEach(function (row) {
      var tr = make("tr"), about = ledger.about(row);
      var first = make("td");
      first.appendChild(about);
      var id = row.kind === "finding" ? row.target_id : (decisions.findingsOf[row.target_id] || decisions.questionOf[row.target_id] || [])[0];
      var status = row.status || "new", disputed = id && decisions.state(id).disputed;
      var what = [ledger.decided(row), row.kind === "name" ? "" : row.value.replace(/^\d+: /, "")].filter(Boolean).join(" ");
      tr.append(first, make("td", "", what), make("td", "", row.who + "\n" + row.when), make("td", "", row.why || ""), make("td", disputed ? "error" : "", say("status_" + (disputed ? "conflict" : status))));
      body.appendChild(tr);
    });
    byId("ledger").hidden = !decisions.rows.length;
    byId("ledger-empty").hidden = decisions.rows.length > 0;
  },

  about: function (row) {
    var id = row.kind === "finding" ? row.target_id : row.kind === "value" ? (decisions.findingsOf[row.target_id] || [])[0] : "";
    var article = id && byId("finding-" + id);
    if (!article) { return document.createTextNode(row.kind === "name" ? row.target_id.slice(row.target_id.indexOf(":") + 1) : row.target_id); }
    var link = make("a", "", ledger.sentence(article));
    link.href = "#finding-" + id;
    return link;
  },

  sentence: function (article) {
    var h = article.querySelector("h2"), said = h.querySelector("." + lang()) || h;
    return said.textContent;
  },

  decided: function (row) {
    if (row.kind === "value") { return row.decision === "set" ? (row.expected_printed || "–") + " →" : say("keep"); }
    if (row.kind === "name") { return say("name_" + row.decision); }
    return row.decision === "kept" ? say("keep") : row.decision === "unsure" ? say("unsure") : say("answer_" + row.decision);
  },

  // Findings without a decision by the sort of their first explanation: {sort: [ids]}
  alike: function () {
    var groups = {};
    Object.keys(DATA.findings).forEach(function (id) {
      var f = DATA.findings[id];
      if (f.alike && f.choices[0].key === "1" && !decisions.state(id).any) { (groups[f.alike] = groups[f.alike] || []).push(id); }
    });
    return groups;
  },

  name: function (id) {
    var article = byId("finding-" + id), kind = article.querySelector(".kind");
    var shown = kind.querySelector("." + lang()) || kind, reason = DATA.findings[id].choices[0].reason[lang() === "sv" ? 0 : 1];
    var sure = article.querySelector(".sure"), words = sure && (sure.querySelector("." + lang()) || sure);
    return [shown.textContent, DATA.findings[id].alike.split("|")[1] === "proposed" ? "" : reason, words ? words.textContent : ""].filter(Boolean).join(" · ");
  },

  groups: function () {
    if (root.dataset.view !== "decisions") { return; }
    var list = byId("groups"), groups = ledger.alike();
    list.textContent = "";
    Object.keys(groups).filter(function (g) { return groups[g].length > 1; }).forEach(function (g) {
      var li = make("li"), button = make("button", "quiet batch", say("alike_button", groups[g].length));
      button.type = "button";
      button.dataset.alike = g;
      li.append(make("span", "", ledger.name(groups[g][0])), make("small", "", say("alike_group", groups[g].length)), button);
      list.appendChild(li);
    });
    if (!list.children.length) { list.appendChild(make("li", "", say("alike_none"))); }
  },

  // The button below a finding that has others like it.
  offer: function (form) {
    var f = DATA.findings[form.dataset.finding], button = form.querySelector(".batch");
    var count = f.alike ? (ledger.alike()[f.alike] || []).length : 0;
    button.hidden = count < 2;
    button.dataset.alike = f.alike;
    button.textContent = say("alike_button", count);
  },

  ask: function (alike) {
    var list = byId("batch-list"), ids = ledger.alike()[alike] || [];
    list.textContent = "";
    ids.forEach(function (id) {
      var li = make("li"), label = make("label"), box = make("input"), said = make("span", "", ledger.sentence(byId("finding-" + id)));
      box.type = "checkbox";
      box.checked = true;
      box.value = id;
      said.prepend(make("b", "", answers.words(id, { key: "1", rows: [{ decision: "accepted" }] }) + " "), document.createElement("br"));
      label.append(box, said);
      li.appendChild(label);
      list.appendChild(li);
    });
    byId("batch-heading").textContent = say("batch_heading", ids.length);
    ledger.count();
    byId("batch").returnValue = "";
    byId("batch").showModal();
    byId("batch-accept").focus();
  },

  count: function () {
    var chosen = all("#batch-list input:checked").length;
    byId("batch-accept").textContent = say("batch_accept", chosen);
    byId("batch-accept").disabled = !chosen;
  },

  accepted: function () {
    if (byId("batch").returnValue !== "accept") { return; }
    var ids = all("#batch-list input:checked").map(function (b) { return b.value; });
    ids.forEach(function (id) { decisions.decide(id, "1"); });
    tell(say("batch_done") + " " + ids.length);
    if (!decisions.me) { answers.askName(); }
  }
};
