// How does an agent see what is hidden? By a press, which is recorded; for as long as it is looked at, and no longer.
import type { JSX } from "preact";
import { useEffect, useState } from "preact/hooks";
import type { Session } from "../session";
import { t } from "../words";
import { useAsk } from "./useAsk";

/** Long enough to type it into another program. */
const SHOWN_MS = 60_000;

interface Props {
  session: Session;
  thread: string;
  /** As the protocol calls it. */
  field: string;
  /** As people call it. */
  name: string;
  /** What is shown before. */
  short: string;
}

export function Hidden({ session, thread, field, name, short }: Props): JSX.Element {
  const ask = useAsk();
  const [value, setValue] = useState("");
  useEffect(() => {
    if (!value) return;
    const timer = setTimeout(() => setValue(""), SHOWN_MS);
    return () => clearTimeout(timer);
  }, [value]);
  const show = (): void => void ask.run(async () => setValue(await session.reveal(thread, field)));
  return (
    <span class="hidden-value" data-testid={`hidden-${field}`}>
      <bdi>{value || short}</bdi>
      <button
        type="button"
        class="quiet reveal"
        disabled={ask.busy}
        aria-label={value ? t("Hide: {name}", { name }) : t("Show: {name}", { name })}
        title={value ? undefined : t("It is recorded that you looked")}
        onClick={value ? () => setValue("") : show}
      >
        {value ? t("Hide") : t("Show")}
      </button>
      <span role="status" class="hidden">
        {value}
      </span>
      {ask.problem && (
        <span class="problem" role="alert">
          {ask.problem}
        </span>
      )}
    </span>
  );
}
