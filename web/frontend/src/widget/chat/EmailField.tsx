// How is an e-mail address asked for? One field that a phone and a password manager understand.
import type { JSX } from "preact";
import { useId } from "preact/hooks";

interface Props {
  value: string;
  change(value: string): void;
  label: string;
}

export function EmailField({ value, change, label }: Props): JSX.Element {
  const id = useId();
  return (
    <p class="email">
      <label for={id}>{label}</label>
      <input
        id={id}
        type="email"
        inputMode="email"
        autoComplete="email"
        maxLength={254}
        dir="ltr"
        placeholder="name@example.com"
        value={value}
        onInput={(event) => change(event.currentTarget.value)}
      />
    </p>
  );
}
