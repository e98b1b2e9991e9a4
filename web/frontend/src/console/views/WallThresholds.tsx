// When do leads want to be told? Three bounds of the site: whoever changes one changes it for all, which is recorded.
import type { JSX } from "preact";
import { span } from "../names";
import { WAITS } from "../wall";
import type { Watched } from "../watched";
import { t } from "../words";
import { useAsk } from "./useAsk";

export function WallThresholds({ watched }: { watched: Watched }): JSX.Element {
  const ask = useAsk();
  const { wait } = watched.thresholds.value;
  const field = (name: "queue" | "level", label: string, most: number): JSX.Element => (
    <label class="wall-bound">
      {label}
      <input
        class="input"
        type="number"
        inputMode="numeric"
        min={0}
        max={most}
        value={watched.thresholds.value[name]}
        data-testid={`bound-${name}`}
        onChange={async (event) => {
          const input = event.currentTarget;
          await ask.run(() => watched.set({ [name]: input.value } as never));
          input.value = String(watched.thresholds.value[name]);
        }}
      />
    </label>
  );
  return (
    <fieldset class="wall-bounds">
      <legend>{t("Tell all leads when")}</legend>
      <label class="wall-bound">
        {t("somebody waits longer than")}
        <select
          class="input"
          value={String(wait)}
          data-testid="bound-wait"
          onChange={(event) => void ask.run(() => watched.set({ wait: Number(event.currentTarget.value) }))}
        >
          {WAITS.map((seconds) => (
            <option key={seconds} value={String(seconds)}>
              {span(seconds)}
            </option>
          ))}
        </select>
      </label>
      {field("queue", t("more wait in a language or tier than"), 1_000)}
      {field("level", t("the day's service level is below (%)"), 100)}
      {ask.problem && (
        <p class="problem" role="alert">
          {ask.problem}
        </p>
      )}
    </fieldset>
  );
}
