// What was it called? Everything that can be done, and everybody on the desk, found by a few letters.
import type { JSX } from "preact";
import { useEffect, useId, useMemo, useRef, useState } from "preact/hooks";
import { type Command, commands, type Group, matching } from "../commands";
import { t, tn } from "../words";
import type { Parts } from "./App";
import { Dialog } from "./Dialog";
import { Icon, type IconName } from "./icons";
import { Keys } from "./ShortcutsDialog";

const ICONS: Record<Group, IconName> = {
  action: "person",
  go: "out",
  chat: "chat",
  ticket: "ticket",
  person: "person",
};
/** As on the button that does the same. */
const ICON_OF: Partial<Record<string, IconName>> = {
  accept: "check",
  decline: "close",
  resolve: "check",
  transfer: "pass",
  escalate: "ticket",
  reopen: "chat",
  invite: "invite",
  abuse: "block",
  why: "why",
  search: "search",
  shortcuts: "keyboard",
  notices: "bell",
  profile: "person",
  office: "office",
  "sign-out": "leave",
};

export function Palette({ session, screen }: Parts): JSX.Element {
  const [typed, setTyped] = useState("");
  const [picked, setPicked] = useState("");
  const list = useRef<HTMLDivElement>(null);
  const id = useId();
  // As it was when the palette opened, or as what is on the desk by now.
  const all = commands(session, screen);
  const found = useMemo(() => matching(all, typed), [typed, session.desk.value]);
  // What was picked stays picked while the desk moves underneath.
  const at = Math.max(
    0,
    found.findIndex((command) => command.id === picked),
  );
  const current = found[at];

  useEffect(() => {
    list.current?.querySelector("[aria-selected=true]")?.scrollIntoView({ block: "nearest" });
  }, [current?.id]);

  const run = (command: Command): void => {
    screen.done();
    command.run();
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.isComposing) return;
    const last = found.length - 1;
    const to = { ArrowDown: at < last ? at + 1 : 0, ArrowUp: at > 0 ? at - 1 : last }[event.key];
    if (to !== undefined) setPicked(found[to]?.id ?? "");
    else if (event.key === "Enter" && current) run(current);
    else return;
    event.preventDefault();
  };

  return (
    <Dialog title={t("What would you like to do?")} done={() => screen.done()} testid="palette">
      <input
        class="input"
        type="text"
        role="combobox"
        data-autofocus
        autocomplete="off"
        value={typed}
        placeholder={t("An action, a customer, a ticket or a colleague")}
        aria-label={t("An action, a customer, a ticket or a colleague")}
        aria-expanded={found.length > 0}
        aria-controls={`${id}-list`}
        aria-activedescendant={current ? `${id}-${current.id}` : undefined}
        data-testid="palette-text"
        onInput={(event) => {
          setTyped(event.currentTarget.value);
          setPicked("");
        }}
        onKeyDown={onKeyDown}
      />
      <div class="commands" role="listbox" id={`${id}-list`} aria-label={t("What matches")} ref={list}>
        {found.map((command) => (
          // biome-ignore lint/a11y/useKeyWithClickEvents: a combobox (WAI-ARIA practices): its field has the keys
          // biome-ignore lint/a11y/useFocusableInteractive: and the focus; it points here by aria-activedescendant
          <div
            key={command.id}
            id={`${id}-${command.id}`}
            class="command"
            role="option"
            aria-selected={command === current}
            data-testid={`command-${command.id}`}
            onClick={() => run(command)}
          >
            <Icon name={ICON_OF[command.id] ?? ICONS[command.group]} size={16} />
            <span class="command-name" dir="auto">
              {command.name}
            </span>
            {command.about && (
              <span class="command-about" dir="auto">
                {command.about}
              </span>
            )}
            {command.key && <Keys keys={command.key} />}
          </div>
        ))}
      </div>
      <p class={found.length ? "hidden" : "dialog-text"} role="status">
        {found.length ? tn("{count} match", "{count} matches", found.length) : t("Nothing matches.")}
      </p>
    </Dialog>
  );
}
