// How does a button ask the server for something? Busy while it lasts, and in words when it was refused.
import { useState } from "preact/hooks";
import type { Ok } from "../../shared/protocol";
import { Refused } from "../../shared/protocol";
import type { Ask, Session } from "../session";
import { explain } from "./errors";

export function useAsk(session: Session) {
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState("");
  return {
    busy,
    problem,
    ask: (request: Ask, done: (ok: Ok) => void = () => {}) => attempt(() => session.ask(request), done),
    attempt,
  };

  async function attempt(act: () => Promise<Ok>, done: (ok: Ok) => void): Promise<void> {
    setBusy(true);
    setProblem("");
    try {
      done(await act());
    } catch (refused) {
      setProblem(explain(refused instanceof Refused ? refused.code : "internal"));
    } finally {
      setBusy(false);
    }
  }
}
