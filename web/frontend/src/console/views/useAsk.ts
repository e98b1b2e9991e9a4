// How does a view ask the server for something: busy meanwhile, the problem in words beside it afterwards?
import { useRef, useState } from "preact/hooks";
import { Refused } from "../../shared/protocol";
import { explain } from "../errors";

export interface Asking {
  busy: boolean;
  /** In plain words; empty: none. */
  problem: string;
  /** True when it was done. A second click while busy does nothing. */
  run(act: () => Promise<unknown>): Promise<boolean>;
}

export function useAsk(): Asking {
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState("");
  const running = useRef(false);
  return {
    busy,
    problem,
    async run(act) {
      if (running.current) return false;
      running.current = true;
      setBusy(true);
      setProblem("");
      try {
        await act();
        return true;
      } catch (error) {
        setProblem(error instanceof Refused ? explain(error.code, error.data) : explain("network"));
        return false;
      } finally {
        running.current = false;
        setBusy(false);
      }
    },
  };
}
