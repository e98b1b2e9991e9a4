// Where does one write a few sentences in a dialog? A field that grows no further than the sentences it is meant for.
import type { JSX } from "preact";

interface Props {
  label: string;
  text: string;
  change(text: string): void;
  testid: string;
  placeholder?: string;
  /** The place to begin in its dialog. */
  first?: boolean;
}

/** As much as the server takes of a note that goes with an action. */
const MOST = 1000;

export function WordField({ label, text, change, testid, placeholder, first = false }: Props): JSX.Element {
  return (
    <label class="label">
      {label}
      <textarea
        class="input"
        rows={2}
        maxLength={MOST}
        dir="auto"
        data-autofocus={first}
        value={text}
        placeholder={placeholder}
        data-testid={testid}
        onInput={(event) => change(event.currentTarget.value)}
      />
    </label>
  );
}
