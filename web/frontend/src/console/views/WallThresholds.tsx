// When does a lead want to be told? Three bounds, kept in this browser.
import type { JSX } from "preact";
import type { Thresholds } from "../wall";
import type { Watched } from "../watched";
import { t } from "../words";

export function WallThresholds({ watched }: { watched: Watched }): JSX.Element {
  const field = (name: keyof Thresholds, label: string, least: number, most: number): JSX.Element => (
    <label class="wall-bound">
      {label}
      <input
        class="input"
        type="number"
        inputMode="numeric"
        min={least}
        max={most}
        value={watched.thresholds.value[name]}
        data-testid={`bound-${name}`}
        onChange={(event) => {
          watched.set({ [name]: event.currentTarget.value } as never);
          event.currentTarget.value = String(watched.thresholds.value[name]);
        }}
      />
    </label>
  );
  return (
    <fieldset class="wall-bounds">
      <legend>{t("Tell me when")}</legend>
      {field("wait", t("somebody waits longer than (s)"), 5, 3_600)}
      {field("queue", t("more wait in a language or tier than"), 0, 1_000)}
      {field("level", t("the service level is below (%)"), 0, 100)}
    </fieldset>
  );
}
