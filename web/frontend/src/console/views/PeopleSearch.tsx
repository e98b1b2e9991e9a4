// Which colleague is meant? A field that narrows a list of them by a few letters.
import type { JSX } from "preact";

interface Props {
  label: string;
  text: string;
  change(text: string): void;
  testid?: string;
}

export function PeopleSearch({ label, text, change, testid }: Props): JSX.Element {
  return (
    <input
      class="input"
      type="search"
      data-autofocus
      value={text}
      placeholder={label}
      aria-label={label}
      data-testid={testid}
      onInput={(event) => change(event.currentTarget.value)}
    />
  );
}
