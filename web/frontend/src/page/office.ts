// What do the pages of leads and administrators do by script? Local times, and nothing that they could not do without.
import { themePage } from "./look";
import { localTimes } from "./times";
import { topicPage } from "./topic";

for (const time of document.querySelectorAll<HTMLTimeElement>("time[data-seconds]"))
  time.dateTime = new Date(Number(time.dataset.seconds) * 1000).toISOString();
localTimes(document);

// Where the list of pages is scrolled, the one that is open is in sight.
document.querySelector(".menu [aria-current]")?.scrollIntoView({ inline: "center", block: "nearest" });

// A drawing that is wider than a phone shows its newest days.
for (const chart of document.querySelectorAll(".chart.wide")) chart.scrollLeft = chart.scrollWidth;

// A button that copies what stands beside it, where the browser can.
for (const button of document.querySelectorAll<HTMLButtonElement>("button[data-copy]")) {
  const source = document.getElementById(button.dataset.copy ?? "");
  if (!source || !navigator.clipboard) continue;
  button.hidden = false;
  button.addEventListener("click", async () => {
    await navigator.clipboard.writeText(source.textContent ?? "");
    button.textContent = button.dataset.copied ?? "";
  });
}

// A report counts in days: those of the reader's own zone, unless they asked for another.
const report = document.querySelector<HTMLFormElement>("form[data-zone]");
const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;
const asked = new URLSearchParams(location.search);
if (report && zone && !asked.has("zone") && report.dataset.zone !== zone) {
  asked.set("zone", zone);
  location.replace(`${location.pathname}?${asked}`);
}

// Browsers say "Choose File" in their own language; here our words stand before it, and the name of what was chosen.
for (const input of document.querySelectorAll<HTMLInputElement>(".chooser input")) {
  const said = document.getElementById(`${input.id}-chosen`);
  const nothing = said?.textContent ?? "";
  input.addEventListener("change", () => {
    if (said) said.textContent = input.files?.[0]?.name ?? nothing;
  });
}

const theme = document.querySelector<HTMLFormElement>("form[data-theme]");
if (theme) themePage(theme);

const topic = document.querySelector<HTMLFormElement>("form[data-topic]");
if (topic) topicPage(topic);
