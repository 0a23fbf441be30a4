// Before the page is laid out: one view at a time will be shown. Should the script below fail, all of them are.
document.documentElement.classList.add("live");
window.addEventListener("error", function () {
  if (!("ready" in document.documentElement.dataset)) { document.documentElement.classList.remove("live"); }
});
