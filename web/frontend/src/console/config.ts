// What did the server say to the console's page when it rendered it?

export interface Config {
  /** The socket's address in full. */
  socket: string;
  /** Where to go once nobody is signed in any more. */
  signIn: string;
  language: string;
}

export function readConfig(from: Document = document): Config {
  const given = JSON.parse(from.getElementById("config")?.textContent ?? "{}") as Partial<Config>;
  return { socket: "", signIn: "/console/sign-in", language: "", ...given };
}
