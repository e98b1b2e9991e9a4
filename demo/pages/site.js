// The host website's own script: it tells the widget who is signed in, and opens it from a button of its own.
window.Switchboard = window.Switchboard || function () { (window.Switchboard.q = window.Switchboard.q || []).push(arguments); };
const { language, region, signed } = document.body.dataset;
if (language || region) window.Switchboard("set", { language, region });
if (signed) {
  window.Switchboard("identify", () => fetch("/identity").then((response) => response.json()).then((answer) => answer.identity));
}
document.getElementById("help").addEventListener("click", () => {
  window.Switchboard("open");
  // Where the widget's script did not come, nothing of it can say so.
  setTimeout(() => { document.getElementById("sorry").hidden = !!window.Switchboard.up; }, 3000);
});
document.querySelector("form.demo").addEventListener("submit", () => window.Switchboard("reset"));
