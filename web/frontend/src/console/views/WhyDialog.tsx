// Why did this chat come to this agent, or why does it still wait? The router's own sentences.
import type { JSX } from "preact";
import { useEffect, useState } from "preact/hooks";
import { Refused } from "../../shared/protocol";
import { t } from "../words";
import { Dialog, Problem, type ThreadDialog } from "./Dialog";
import { useAsk } from "./useAsk";

async function fetchWhy(thread: string): Promise<string[]> {
  const response = await fetch(`/api/v1/why/${encodeURIComponent(thread)}`, {
    headers: { Accept: "application/json" },
  });
  const answer = await response.json();
  if (!response.ok) throw new Refused(answer);
  return answer.sentences ?? [];
}

export function WhyDialog({ thread, done }: ThreadDialog): JSX.Element {
  const ask = useAsk();
  const [sentences, setSentences] = useState<string[] | undefined>(undefined);
  const look = (): void => {
    void ask.run(async () => setSentences(await fetchWhy(thread.id)));
  };
  useEffect(look, []);
  const waits = thread.chat.state === "waiting";
  return (
    <Dialog title={waits ? t("Why does this chat wait?") : t("Why this chat?")} done={done} testid="dialog-why">
      {sentences && (
        <ul class="sentences" data-testid="why">
          {sentences.map((sentence) => (
            <li key={sentence} dir="auto">
              {sentence}
            </li>
          ))}
        </ul>
      )}
      {ask.busy && !sentences && (
        <p class="loading" role="status">
          <span class="spinner" aria-hidden="true" />
          <span class="hidden">{t("Loading…")}</span>
        </p>
      )}
      <Problem text={ask.problem} />
      <div class="dialog-buttons">
        {(waits || ask.problem) && (
          <button type="button" class="button" disabled={ask.busy} onClick={look}>
            {t("Look again")}
          </button>
        )}
        <button type="button" class="button primary" data-autofocus onClick={done}>
          {t("Close")}
        </button>
      </div>
    </Dialog>
  );
}
