// The form below a finding or a question: what was answered, and by whom.
var answers = {
  begin: function () {
    all(".verdict").forEach(function (form) {
      form.addEventListener("submit", function (e) { e.preventDefault(); });
      form.addEventListener("change", answers.changed);
      form.addEventListener("input", answers.typed);
      form.querySelector(".undo").addEventListener("click", function () { decisions.undo(answers.id(form)); });
    });
    redraws.push(function () { var form = answers.current(); if (form) { answers.show(form); } });
    redraws.push(function () { all("#names .verdict").forEach(answers.show); });
    byId("ask-name").addEventListener("close", function () {
      var said = byId("asked-name").value.trim();
      if (said) { decisions.named(said); } else if (decisions.rows.some(function (r) { return !r.who; })) { byId("ask-name").showModal(); }
    });
  },

  id: function (form) { return form.dataset.finding || form.dataset.question; },
  current: function () { return document.querySelector(".view.current .finding.current .verdict, .view.current .question.current .verdict"); },

  choose: function (form, key) {
    var radio = form.querySelector("[name=answer][value='" + key + "']");
    if (!radio) { return; }
    radio.checked = true;
    if (key === "own") { form.elements.value.focus(); return; }
    answers.settle(form, key);
  },

  changed: function (e) {
    var form = e.currentTarget;
    if (e.target.name === "answer") { answers.choose(form, e.target.value); }
    if (e.target.name === "value" && !decisions.me && decisions.state(answers.id(form)).mine) { answers.askName(); }
    if (e.target.name === "why" || e.target.name === "cell") {
      var mine = decisions.state(answers.id(form)).mine;
      if (mine && mine.key) { answers.settle(form, mine.key); }
    }
  },

  // A value of one's own counts as soon as it is a number.
  typed: function (e) {
    if (e.target.name !== "value") { return; }
    var form = e.currentTarget, plain = answers.number(e.target.value);
    form.querySelector("[value=own]").checked = true;
    e.target.setCustomValidity(plain === null ? say("own_wrong") : "");
    if (plain !== null) { answers.settle(form, "own"); }
  },

  number: function (text) {
    var plain = text.replace(/[\s\u00a0]/g, "").replace("−", "-").replace(",", ".");
    return /^-?\d+(\.\d+)?$/.test(plain) ? plain : null;
  },

  settle: function (form, key) {
    var more = { why: form.elements.why.value.trim() };
    if (key === "own") {
      more.cell = Number(form.elements.cell.value);
      more.value = answers.number(form.elements.value.value);
      if (more.value === null) { return; }
    }
    decisions.decide(answers.id(form), key, more);
    if (!decisions.me && key !== "own" && !byId("ask-name").open) { answers.askName(); }
  },

  askName: function () {
    byId("asked-name").value = "";
    byId("ask-name").showModal();
  },

  // How an answer reads: '924 → 94', 'Behåll som tryckt' ...
  words: function (id, answer) {
    var item = decisions.item(id);
    var choice = item.choices.filter(function (c) { return c.key === answer.key; })[0];
    if (answer.key === "own") { return "→ " + answer.value.value.replace(".", lang() === "sv" ? "," : "."); }
    if (DATA.questions[id] && choice) { return say("name_" + choice.rows[0][2]); }
    if (answer.key === "0") { return say("keep"); }
    if (answer.key === "u") { return say("unsure"); }
    if (choice && choice.changes.length) {
      return choice.changes.map(function (c) { return (c[1] || "–") + " → " + c[lang() === "sv" ? 2 : 3]; }).join(", ");
    }
    return say("answer_" + answer.rows[0].decision);
  },

  show: function (form) {
    var id = answers.id(form), state = decisions.state(id), mine = state.mine, shown = mine || state.any;
    all("[name=answer]", form).forEach(function (r) { r.checked = Boolean(shown) && r.value === shown.key; });
    var output = form.querySelector(".decided"), lines = [];
    if (mine && mine.key) { lines.push(say("decided_by") + " " + answers.words(id, mine) + (decisions.me ? " (" + decisions.me + ")" : "")); }
    state.others.forEach(function (o) { lines.push(o.who + ", " + (o.answer.rows[0].when || "").slice(0, 10) + ": " + answers.words(id, o.answer)); });
    if (state.disputed) { lines.push(say("status_conflict")); }
    output.textContent = lines.join(" · ");
    output.classList.toggle("disputed", state.disputed);
    form.querySelector(".undo").hidden = !mine;
    if (mine && document.activeElement !== form.elements.why) { form.elements.why.value = answers.comment(id, mine); }
    if (form.elements.value && document.activeElement !== form.elements.value) {
      form.elements.value.value = shown && shown.key === "own" ? shown.value.value : "";
      if (shown && shown.key === "own") {
        var cell = DATA.findings[id].own.findIndex(function (c) { return c[0] === shown.value.target_id; });
        form.elements.cell.value = String(Math.max(cell, 0));
      }
    }
    if (DATA.findings[id]) { answers.propose(form, id, shown); }
    if (form.dataset.finding) { ledger.offer(form); }
  },

  // What I wrote myself; the reason that stands there by itself is not repeated.
  comment: function (id, mine) {
    var said = mine.rows[0].why || "";
    return decisions.item(id).choices.some(function (c) { return c.reason[0] === said; }) ? "" : said;
  },

  propose: function (form, id, shown) {
    var item = DATA.findings[id], changes = [];
    if (shown && shown.key === "own") {
      changes = [[shown.value.target_id, shown.value.expected_printed, shown.value.value.replace(".", ","), shown.value.value]];
    } else if (shown) {
      changes = (item.choices.filter(function (c) { return c.key === shown.key; })[0] || { changes: [] }).changes;
    }
    pictures.propose(form.closest("article"), changes);
  }
};
