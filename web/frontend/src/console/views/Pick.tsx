// How is one of a few values chosen, so that nothing happens on the way to it? By keys one passes over the others
// (on many systems a closed select changes with each arrow), so a choice waits for its button.
import type { JSX } from "preact";
import { useEffect, useState } from "preact/hooks";
import { t } from "../words";
import { Problem } from "./Dialog";
import { useAsk } from "./useAsk";

interface Props<Value extends string> {
  /** Said before the field. */
  label: string;
  /** The label is for those who do not see where the field stands. */
  unseen?: boolean;
  value: Value;
  options: readonly Value[];
  nameOf(value: Value): string;
  choose(value: Value): Promise<unknown>;
  testid: string;
}

export function Pick<Value extends string>(props: Props<Value>): JSX.Element {
  const { label, unseen = false, value, options, nameOf, choose, testid } = props;
  const ask = useAsk();
  const [picked, setPicked] = useState(value);
  // What others have set meanwhile is what is true.
  useEffect(() => setPicked(value), [value]);
  return (
    <form
      class="pick"
      onSubmit={(event) => {
        event.preventDefault();
        void ask.run(() => choose(picked)).then((done) => setPicked(done ? picked : value));
      }}
    >
      <label class="pick-label">
        <span class={unseen ? "hidden" : ""}>{label}</span>
        <select
          value={picked}
          disabled={ask.busy}
          data-testid={testid}
          onChange={(event) => setPicked(event.currentTarget.value as Value)}
        >
          {options.map((option) => (
            <option key={option} value={option}>
              {nameOf(option)}
            </option>
          ))}
        </select>
      </label>
      {picked !== value && (
        <button type="submit" class="quiet" disabled={ask.busy} data-testid={`${testid}-set`}>
          {t("Set")}
          <span class="hidden"> {label}</span>
        </button>
      )}
      <Problem text={ask.problem} />
    </form>
  );
}
