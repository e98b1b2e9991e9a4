// What did the server say to the frame page when it rendered it?

export interface Config {
  site: string;
  /** The socket's address in full. */
  socket: string;
  /** Origins of host pages that may embed this site; nobody else is listened to. */
  origins: string[];
  language: string;
}

export function readConfig(from: Document = document): Config {
  const given = JSON.parse(from.getElementById("config")?.textContent ?? "{}") as Partial<Config>;
  return { site: "", socket: "", origins: [], language: "", ...given };
}
