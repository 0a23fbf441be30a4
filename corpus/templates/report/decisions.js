// The decisions: rows of decisions.csv, those of the run and those made here. Answers are read out of the rows.
function keyOf(row) { return [row.kind, row.target_id, row.decision, row.value, row.who].join("\u001f"); }

var decisions = {
  rows: [], // all that stand, in order
  removed: [], // keys of rows that the run was given and that were undone here
  saved: [], // keys of the rows that a file has
  me: "",
  about: {}, // finding or question id -> its rows
  findingsOf: {}, // obs_id -> ids of the findings about it
  questionOf: {}, // target_id of a name -> ids of the questions about it

  begin: function () {
    Object.keys(DATA.findings).forEach(function (id) {
      DATA.findings[id].own.forEach(function (cell) { (decisions.findingsOf[cell[0]] = decisions.findingsOf[cell[0]] || []).push(id); });
    });
    Object.keys(DATA.questions).forEach(function (id) {
      var target = DATA.questions[id].choices[0].rows[0];
      (decisions.questionOf[target[1]] = decisions.questionOf[target[1]] || []).push(id);
    });
    decisions.me = store.recall("who") || "";
    var kept = null;
    try { kept = JSON.parse(store.recall("decisions:" + DATA.dataset) || "null"); } catch (e) { kept = null; }
    decisions.removed = (kept && kept.removed) || [];
    var given = DATA.decided.filter(function (r) { return decisions.removed.indexOf(keyOf(r)) < 0; });
    decisions.saved = (kept && kept.saved) || given.map(keyOf);
    decisions.rows = [];
    decisions.add(given);
    decisions.add((kept && kept.rows) || []);
  },

  // Rows that are not there yet; how many were new.
  add: function (rows) {
    var there = new Set(decisions.rows.map(keyOf));
    var fresh = rows.filter(function (r) { var is = there.has(keyOf(r)); there.add(keyOf(r)); return !is; });
    decisions.rows = decisions.rows.concat(fresh);
    decisions.removed = decisions.removed.filter(function (k) { return !there.has(k); });
    decisions.index();
    return fresh.length;
  },

  index: function () {
    decisions.about = {};
    var put = function (id, row) { (decisions.about[id] = decisions.about[id] || []).push(row); };
    decisions.rows.forEach(function (row) {
      if (row.kind === "finding") { put(row.target_id, row); }
      if (row.kind === "name") {
        (decisions.questionOf[row.target_id] || []).forEach(function (id) {
          if (DATA.questions[id].choices[0].rows[0][3] === row.value) { put(id, row); }
        });
      }
    });
    decisions.rows.filter(function (r) { return r.kind === "value"; }).forEach(function (row) {
      var its = decisions.findingsOf[row.target_id] || [];
      var settled = its.filter(function (id) { return (decisions.about[id] || []).some(function (r) { return r.kind === "finding"; }); });
      (settled.length ? settled : its).forEach(function (id) { put(id, row); });
    });
  },

  item: function (id) { return DATA.findings[id] || DATA.questions[id]; },

  // What a person has answered: {key, rows}, key '' when their rows are none of the choices; null without rows.
  answerBy: function (id, who) {
    var rows = (decisions.about[id] || []).filter(function (r) { return r.who === who; });
    if (!rows.length) { return null; }
    var has = function (want) {
      return rows.some(function (r) {
        var same = r.kind === want[0] && r.target_id === want[1] && r.decision === want[2];
        var number = want[3].split(":")[0];
        var first = want[2] === "accepted" && (r.value === number || (r.value === "" && number === "1"));
        return same && (r.value.replace(/\s*(->|=>)\s*/g, " → ") === want[3] || first);
      });
    };
    var found = decisions.item(id).choices.filter(function (c) {
      var sets = c.rows.filter(function (w) { return w[0] === "value"; }).length;
      var own = rows.filter(function (r) { return r.kind === "value"; }).length;
      return c.rows.every(has) && (sets > 0 || own === 0);
    })[0];
    var value = rows.filter(function (r) { return r.kind === "value" && r.decision === "set"; })[0];
    return { key: found ? found.key : value ? "own" : "", rows: rows, value: value };
  },

  // The answers about a finding or question: mine, the others', and whether they disagree.
  state: function (id) {
    var people = Array.from(new Set((decisions.about[id] || []).map(function (r) { return r.who; })));
    var answers = people.map(function (who) { return { who: who, answer: decisions.answerBy(id, who) }; });
    var told = answers.filter(function (a) { return a.answer.key !== "u"; });
    var first = told[0] || answers[0];
    return {
      mine: decisions.answerBy(id, decisions.me),
      any: first ? first.answer : null,
      who: first ? first.who : "",
      others: answers.filter(function (a) { return a.who !== decisions.me; }),
      disputed: told.some(function (a) { return a.answer.key !== told[0].answer.key; })
    };
  },

  decide: function (id, key, more) {
    var item = decisions.item(id);
    var choice = item.choices.filter(function (c) { return c.key === key; })[0];
    var wanted = choice ? choice.rows : [];
    var said = more || {};
    if (key === "own") {
      var cell = item.own[said.cell || 0];
      var accept = item.choices.filter(function (c) { return c.key === "0"; })[0].rows[0];
      wanted = [["value", cell[0], "set", said.value, cell[1]], ["finding", id, "accepted", "", accept[4]]];
    }
    var why = said.why || (choice && choice.key !== "0" && choice.key !== "u" && DATA.findings[id] ? choice.reason[0] : "");
    decisions.clear(id, wanted);
    decisions.add(wanted.map(function (w) {
      return { kind: w[0], target_id: w[1], decision: w[2], value: w[3], expected_printed: w[4], who: decisions.me, when: now(), why: why };
    }));
    decisions.changed();
  },

  // Takes away what I have said about a finding or question, and about the numbers that `wanted` is about to set.
  clear: function (id, wanted) {
    var targets = (wanted || []).filter(function (w) { return w[0] === "value"; }).map(function (w) { return w[1]; });
    var mine = new Set((decisions.about[id] || []).filter(function (r) { return r.who === decisions.me; }));
    decisions.drop(function (r) { return mine.has(r) || (r.kind === "value" && r.who === decisions.me && targets.indexOf(r.target_id) >= 0); });
  },

  drop: function (which) {
    var gone = decisions.rows.filter(which).map(keyOf);
    decisions.removed = decisions.removed.concat(gone.filter(function (k) { return DATA.decided.some(function (r) { return keyOf(r) === k; }); }));
    decisions.rows = decisions.rows.filter(function (r) { return !which(r); });
    decisions.index();
  },

  undo: function (id) { decisions.clear(id); decisions.changed(); },

  named: function (who) {
    decisions.rows.forEach(function (r) { if (!r.who) { r.who = who; } });
    decisions.me = who;
    store.remember("who", who);
    decisions.index();
    decisions.changed();
  },

  // How many findings, names and numbers have a decision that no file has yet, or lost one that it has.
  unsaved: function () {
    var saved = new Set(decisions.saved), there = new Set(decisions.rows.map(keyOf));
    var changed = decisions.rows.map(keyOf).filter(function (k) { return !saved.has(k); }).concat(decisions.saved.filter(function (k) { return !there.has(k); }));
    var settled = changed.filter(function (k) { return k.indexOf("value\u001f") !== 0; });
    return new Set((settled.length ? settled : changed).map(function (k) { return k.split("\u001f").slice(0, 2).join(); })).size;
  },

  keep: function () {
    store.remember("decisions:" + DATA.dataset, JSON.stringify({ rows: decisions.rows, removed: decisions.removed, saved: decisions.saved }));
  },

  changed: function () {
    decisions.keep();
    if (store.server) { decisions.send(); }
    redraw();
  },

  send: function () {
    clearTimeout(decisions.sending);
    decisions.sending = setTimeout(decisions.write, 250);
  },

  // Writes all to the server's file; what somebody else wrote there meanwhile is taken in first.
  write: function () {
    if (decisions.rows.some(function (r) { return !r.who; })) { return; } // the name is being asked for
    var keys = decisions.rows.map(keyOf);
    store.putFile(csv.text(decisions.rows)).then(function (written) {
      if (!written) { return store.fetchFile().then(decisions.meet).then(decisions.write); }
      decisions.saved = keys;
      decisions.keep();
      redraw();
    }).catch(function () { tell(say("not_saved_server")); redraw(); });
  },

  // Takes in the rows of a file that are new to it since it was last read or written here.
  meet: function (text) {
    var known = new Set(decisions.saved), rows = csv.parse(text || "") || [];
    decisions.add(rows.filter(function (r) { return !known.has(keyOf(r)); }));
    decisions.saved = rows.map(keyOf);
    redraw();
  },

  download: function () {
    var link = document.createElement("a");
    link.href = URL.createObjectURL(new Blob([csv.text(decisions.rows)], { type: "text/csv;charset=utf-8" }));
    link.download = "decisions.csv";
    document.body.appendChild(link);
    link.click();
    link.remove();
    setTimeout(function () { URL.revokeObjectURL(link.href); }, 10000);
    decisions.saved = decisions.rows.map(keyOf);
    decisions.keep();
    tell(say("saved"));
    redraw();
  },

  // The text of a decisions file; how many rows were new, -1 when it is none.
  load: function (text, savedToo) {
    var rows = csv.parse(text);
    if (rows === null) { return -1; }
    var count = decisions.add(rows);
    if (savedToo) {
      decisions.saved = rows.map(keyOf);
    } else {
      decisions.saved = decisions.saved.concat(rows.map(keyOf));
    }
    decisions.keep();
    redraw();
    return count;
  }
};
