// May this customer write? If not: since when, until when, by whom and why.
import type { JSX } from "preact";
import type { Thread } from "../frames";
import { categoryName, when } from "../names";
import { t } from "../words";
import type { Parts } from "./App";
import { Icon } from "./icons";

export function BlockCard({ session, screen, thread }: Parts & { thread: Thread }): JSX.Element | null {
  const { block } = thread.customer;
  const now = session.now();
  if (!block || (block.until && block.until <= now)) return null;
  return (
    <section class="card block-card" aria-label={t("Blocked")} data-testid="block-card">
      <h3 class="card-title">
        <Icon name="block" size={16} />
        {block.until ? t("Blocked until {time}", { time: when(block.until, now) }) : t("Blocked for good")}
      </h3>
      <p>
        {t("By {name}, {time}: {why}", {
          name: block.by,
          time: when(block.at, now),
          why: categoryName(block.category),
        })}
      </p>
      {block.reason && (
        <p class="block-reason" dir="auto">
          {block.reason}
        </p>
      )}
      {session.leads.value && (
        <button type="button" class="quiet" data-testid="lift" onClick={() => screen.decide(block.id)}>
          {block.appeal ? t("Answer the appeal…") : t("Lift the block…")}
        </button>
      )}
    </section>
  );
}
