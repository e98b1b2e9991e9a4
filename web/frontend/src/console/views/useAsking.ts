// Does what is being written ask the customer for a secret? Looked at in the pauses of writing; the server judges.
import { useEffect, useState } from "preact/hooks";
import type { Asked } from "../../shared/guard/asking";

/** Long enough that a word is finished, short enough to be read before the hand is at Enter. */
const PAUSE_MS = 300;

export function useAsking(text: string): Asked | undefined {
  const [seen, setSeen] = useState<{ text: string; found: Asked | undefined }>({ text: "", found: undefined });
  useEffect(() => {
    if (!text.trim()) return;
    let current = true;
    const timer = setTimeout(async () => {
      // The rules come with the first words that are written. Without them the server alone stops what asks.
      const found = await import("../../shared/guard/asking")
        .then(({ asksFor }) => asksFor(text))
        .catch(() => undefined);
      if (current) setSeen({ text, found });
    }, PAUSE_MS);
    return () => {
      current = false;
      clearTimeout(timer);
    };
  }, [text]);
  // While it is being changed, what was said of it stands: a warning that blinks with every key is no warning.
  return text.trim() ? seen.found : undefined;
}
