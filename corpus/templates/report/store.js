// Where decisions are kept: the browser's own storage, and the server of `facit review` when there is one.
var PREFIX = "facit:";

var store = {
  works: false,
  server: false,
  token: "",
  version: "",

  begin: function () {
    try {
      localStorage.setItem(PREFIX + "probe", "1");
      localStorage.removeItem(PREFIX + "probe");
      store.works = true;
    } catch (e) {
      store.works = false; // private mode, or storage is not allowed for files
    }
    var meta = document.querySelector("meta[name=facit-token]");
    store.token = meta ? meta.content : "";
  },

  remember: function (name, value) {
    if (!store.works) { return; }
    try { localStorage.setItem(PREFIX + name, value); } catch (e) { store.works = false; redraw(); }
  },
  recall: function (name) { return store.works ? localStorage.getItem(PREFIX + name) : null; },
  forget: function (name) { if (store.works) { localStorage.removeItem(PREFIX + name); } },

  // What other runs left here: [key, kept]
  others: function () {
    if (!store.works) { return []; }
    var found = [];
    for (var i = 0; i < localStorage.length; i += 1) {
      var name = localStorage.key(i);
      if (name.indexOf(PREFIX + "decisions:") === 0 && name !== PREFIX + "decisions:" + DATA.dataset) {
        try { found.push([name.slice(PREFIX.length), JSON.parse(localStorage.getItem(name))]); } catch (e) { continue; }
      }
    }
    return found;
  },

  // The server's file as text; null without a server. `version` is what the server calls it by.
  fetchFile: function () {
    if (!/^https?:$/.test(location.protocol) || !store.token) { return Promise.resolve(null); }
    return fetch("/api/decisions", { headers: { "X-Facit-Token": store.token }, cache: "no-store" }).then(function (r) {
      if (!r.ok) { return null; }
      store.server = true;
      store.version = r.headers.get("ETag") || "";
      return r.text();
    }).catch(function () { return null; });
  },

  // Writes the server's file; false when somebody else has changed it since it was read.
  putFile: function (text) {
    var headers = { "X-Facit-Token": store.token, "Content-Type": "text/csv; charset=utf-8" };
    if (store.version) { headers["If-Match"] = store.version; }
    return fetch("/api/decisions", { method: "PUT", headers: headers, body: text }).then(function (r) {
      if (r.status === 412) { return false; }
      if (!r.ok) { throw new Error(String(r.status)); }
      store.version = r.headers.get("ETag") || "";
      return true;
    });
  }
};
