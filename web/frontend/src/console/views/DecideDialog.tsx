// Does a block end, or stay? A lead reads what happened and what the customer says to it, and answers in a sentence.
import type { JSX } from "preact";
import { useState } from "preact/hooks";
import type { Blocked } from "../frames";
import { categoryName, customerName, when } from "../names";
import type { Session } from "../session";
import { t } from "../words";
import type { Parts } from "./App";
import { Dialog, Problem } from "./Dialog";
import { useAsk } from "./useAsk";
import { WordField } from "./WordField";

type Decided = Pick<Blocked, "id" | "category" | "by" | "at" | "until" | "reason" | "appeal" | "thread"> & {
  customer: Parameters<typeof customerName>[0];
};

export function DecideDialog({ session, screen, done }: Parts & { done(): void }): JSX.Element {
  const ask = useAsk();
  const [text, setText] = useState("");
  const now = session.now();
  const block = decided(session, screen.deciding.value, now);
  const decide = async (lift: boolean): Promise<void> => {
    if (!block || !(await ask.run(() => session.ask({ t: "decide", id: block.id, lift, text: text.trim() })))) return;
    screen.said.value = lift ? t("The block is lifted") : t("The block stays");
    done();
  };
  return (
    <Dialog title={t("Lift this block?")} done={done} testid="dialog-decide">
      {block ? (
        <form
          class="dialog-form"
          onSubmit={(event) => {
            event.preventDefault();
            void decide(true);
          }}
        >
          <p class="dialog-text">
            {t("{by} blocked {name} ({time}), {length}: {why}.", {
              by: block.by,
              name: customerName(block.customer, block.thread),
              time: when(block.at, now),
              length: block.until ? t("until {time}", { time: when(block.until, now) }) : t("for good"),
              why: categoryName(block.category),
            })}
          </p>
          {block.reason && (
            <p class="dialog-quote" dir="auto">
              {block.reason}
            </p>
          )}
          {block.appeal && (
            <>
              <p class="dialog-text">{t("The customer says:")}</p>
              <p class="dialog-quote" dir="auto" data-testid="appeal-text">
                {block.appeal}
              </p>
            </>
          )}
          <WordField label={t("A sentence to the customer")} text={text} change={setText} testid="decide-text" first />
          <Problem text={ask.problem} />
          <div class="dialog-buttons">
            {block.appeal && (
              <button
                type="button"
                class="button"
                disabled={ask.busy}
                data-testid="decide-keep"
                onClick={() => void decide(false)}
              >
                {t("Keep the block")}
              </button>
            )}
            <button type="submit" class="button primary" disabled={ask.busy} data-testid="decide-lift">
              {t("Lift the block")}
            </button>
          </div>
        </form>
      ) : (
        <p class="dialog-text">{t("This customer is not blocked any more.")}</p>
      )}
    </Dialog>
  );
}

/** The block with this id: on the desk, which has the newest ones, or else beside the thread on the screen. */
function decided(session: Session, id: number, now: number): Decided | undefined {
  const item = session.desk.value.items.get(`block:${id}`);
  if (item?.kind === "block") return item;
  const thread = session.known.threads.value[session.current.value];
  const beside = thread?.customer.block;
  if (!thread || beside?.id !== id || (beside.until && beside.until <= now)) return undefined;
  return { ...beside, customer: thread.customer, thread: thread.id };
}
