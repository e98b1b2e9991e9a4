// What did the server say to the frame page when it rendered it?

import type { Theme } from "./theme";

export interface Config {
  site: string;
  /** What the desk is called. */
  name: string;
  /** Other ways to reach it, in its own words; empty: none is told. */
  elsewhere: string;
  /** The socket's address in full. */
  socket: string;
  /** Origins of host pages that may embed this site; nobody else is listened to. */
  origins: string[];
  language: string;
  /** The page on which an agent's code can be checked. */
  verify: string;
  theme: Theme;
}

export function readConfig(from: Document = document): Config {
  const given = JSON.parse(from.getElementById("config")?.textContent ?? "{}") as Partial<Config>;
  return {
    site: "",
    name: "",
    elsewhere: "",
    socket: "",
    origins: [],
    language: "",
    verify: "/verify",
    theme: { color: "", scheme: "", logo: "" },
    ...given,
  };
}
