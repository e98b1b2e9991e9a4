// What did the topic ask for, and what was filled in? Sensitive answers are fetched when somebody wants to see them.
import type { JSX } from "preact";
import { useState } from "preact/hooks";
import { Refused } from "../../shared/protocol";
import type { Filled } from "../../shared/protocol.gen";
import { explain } from "../errors";
import { t } from "../words";

interface Props {
  thread: string;
  seq: number;
  fields: readonly Filled[];
}

export function Asked({ thread, seq, fields }: Props): JSX.Element {
  return (
    <dl class="line-remark asked">
      {fields.map((field) => (
        <div key={field.name}>
          <dt dir="auto">{field.label}</dt>
          <dd dir="auto">{field.sensitive ? <Hidden thread={thread} seq={seq} field={field} /> : field.value}</dd>
        </div>
      ))}
    </dl>
  );
}

function Hidden({ thread, seq, field }: { thread: string; seq: number; field: Filled }): JSX.Element {
  const [value, setValue] = useState<string>();
  const [problem, setProblem] = useState("");
  const show = async (): Promise<void> => {
    try {
      setProblem("");
      setValue(await reveal(thread, seq, field.name));
    } catch (refused) {
      setProblem(refused instanceof Refused ? explain(refused.code, refused.data) : explain("internal"));
    }
  };
  return (
    <>
      {/* There before it is filled, so that it is read out. */}
      <span aria-live="polite">{value ?? ""}</span>
      {value === undefined && (
        <>
          <span aria-hidden="true">••••••</span>{" "}
          <button type="button" class="asked-show" data-testid="reveal" onClick={show}>
            {t("Show")}
            <span class="hidden"> {field.label}</span>
          </button>{" "}
          <span class="asked-note">{t("It is recorded who looks.")}</span>
        </>
      )}
      {problem && (
        <span class="problem" role="alert">
          {problem}
        </span>
      )}
    </>
  );
}

async function reveal(thread: string, seq: number, name: string): Promise<string> {
  const path = [thread, "events", String(seq), "fields", name].map(encodeURIComponent).join("/");
  const response = await fetch(`/api/v1/threads/${path}`, { method: "POST" });
  const answer = await response.json();
  if (!response.ok) throw new Refused(answer);
  return String(answer.value);
}
