// Is there a secret in what is being written? Looked at in the pauses of writing, and once more before it is sent.
import { useEffect, useState } from "preact/hooks";
import type { Found } from "../../shared/guard/guard";

/** Long enough that a word is finished, short enough to be there before the hand is at the button. */
const PAUSE_MS = 300;
/** The guard's files may not come over a bad line; then what is written goes, and the server masks by the same rules. */
const PATIENCE_MS = 1_500;

/** Nothing, too, where the guard's files cannot be fetched. */
async function find(text: string): Promise<Found | undefined> {
  try {
    const { secretsIn } = await import("../../shared/guard/guard");
    return await secretsIn(text);
  } catch {
    return undefined;
  }
}

/** Before sending: nobody waits for long. */
export async function look(text: string): Promise<Found | undefined> {
  return Promise.race([find(text), new Promise<undefined>((done) => setTimeout(done, PATIENCE_MS))]);
}

/** What was found in this text; `looked` is false until somebody has. */
export function useGuard(text: string): { looked: boolean; found: Found | undefined } {
  const [seen, setSeen] = useState<{ text: string; found: Found | undefined }>({ text: "", found: undefined });
  useEffect(() => {
    if (!text.trim()) return;
    let current = true;
    const timer = setTimeout(async () => {
      const found = await find(text);
      if (current) setSeen({ text, found });
    }, PAUSE_MS);
    return () => {
      current = false;
      clearTimeout(timer);
    };
  }, [text]);
  const looked = seen.text === text;
  return { looked, found: looked ? seen.found : undefined };
}
