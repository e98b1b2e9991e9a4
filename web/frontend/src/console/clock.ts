// What time is it, for everything on the screen that runs? One signal, moved once a second for all of it.
import { signal } from "@preact/signals";

/** Local milliseconds. */
export const tick = signal(Date.now());

setInterval(() => {
  tick.value = Date.now();
}, 1000);
