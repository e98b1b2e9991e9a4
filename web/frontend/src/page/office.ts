// What do the pages of leads and administrators do by script? Local times, and nothing that they could not do without.
import { localTimes } from "./times";

for (const time of document.querySelectorAll<HTMLTimeElement>("time[data-seconds]"))
  time.dateTime = new Date(Number(time.dataset.seconds) * 1000).toISOString();
localTimes(document);
