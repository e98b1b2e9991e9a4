// Which colleague is meant? A field that narrows a list of them by a few letters, and from which one is chosen by keys.
import type { JSX, TargetedKeyboardEvent } from "preact";

interface Props {
  label: string;
  text: string;
  change(text: string): void;
  testid?: string;
}

/** Whom it narrows are the radio buttons of the same form with `data-match`. */
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
      onKeyDown={onKeyDown}
    />
  );
}

/** Enter chooses as the arrow does; what is asked then goes by a second one, from the person that was chosen. */
function onKeyDown(event: TargetedKeyboardEvent<HTMLInputElement>): void {
  if (event.isComposing || !["ArrowDown", "Enter"].includes(event.key)) return;
  event.preventDefault();
  const found = event.currentTarget.form?.querySelectorAll<HTMLInputElement>("input[type=radio][data-match]") ?? [];
  const open = [...found].filter((one) => !one.disabled);
  const meant = open.find((one) => one.checked) ?? open[0];
  meant?.focus();
  meant?.click();
}
