// Which keys are there? All of them, by what they are for.
import type { JSX } from "preact";
import { KEYS } from "../keys";
import { t } from "../words";
import { Dialog } from "./Dialog";

type Row = [words: string, keys: string];

export function ShortcutsDialog({ leads, done }: { leads: boolean; done(): void }): JSX.Element {
  const groups: [string, Row[]][] = [
    [
      t("Everywhere"),
      [
        [t("Find an action, a customer or a colleague"), KEYS.palette],
        [t("Search conversations"), KEYS.search],
        [t("Keyboard shortcuts"), KEYS.shortcuts],
        [t("Close what is open"), "Escape"],
      ],
    ],
    [
      t("Chats"),
      [
        [t("Next chat of mine"), KEYS.next],
        [t("Previous chat of mine"), KEYS.previous],
        [t("Accept the offered chat"), KEYS.accept],
        [t("Decline the offered chat"), KEYS.decline],
      ],
    ],
    [
      t("Lists"),
      [
        [t("Go to: my chats"), KEYS.mine],
        [t("Go to: waiting"), KEYS.waiting],
        [t("Go to: tickets"), KEYS.tickets],
        [t("Go to: team"), KEYS.team],
        ...(leads
          ? ([
              [t("Go to: all active chats"), KEYS.all],
              [t("Go to: the wall"), KEYS.wall],
            ] as Row[])
          : []),
        [t("Up and down in a list"), "ArrowUp ArrowDown"],
      ],
    ],
    [
      t("The chat on the screen"),
      [
        [t("Go to: the answer"), KEYS.composer],
        [t("Write to the customer"), KEYS.message],
        [t("Write a note for agents"), KEYS.note],
        [t("Send files to the customer"), KEYS.attach],
        [t("Save as my reply"), KEYS.replies],
        [t("Take the last message back"), KEYS.undo],
        [t("Resolve"), KEYS.resolve],
        [t("Transfer"), KEYS.transfer],
        [t("Make a ticket"), KEYS.escalate],
        [t("Open again"), KEYS.reopen],
        [t("Invite a colleague"), KEYS.invite],
        [t("Against abuse"), KEYS.abuse],
        [t("Why this chat?"), KEYS.why],
      ],
    ],
  ];
  return (
    <Dialog title={t("Keyboard shortcuts")} done={done} testid="shortcuts" wide>
      <div class="shortcuts">
        {groups.map(([title, rows]) => (
          <section key={title}>
            <h3 class="shortcuts-title">{title}</h3>
            <dl>
              {rows.map(([words, keys]) => (
                <div key={words} class="shortcut">
                  <dt>{words}</dt>
                  <dd>
                    <Keys keys={keys} />
                  </dd>
                </div>
              ))}
            </dl>
          </section>
        ))}
      </div>
    </Dialog>
  );
}

/** Keys as they are written on a keyboard. */
export function Keys({ keys }: { keys: string }): JSX.Element {
  const apple = /Mac|iP/.test(navigator.userAgent);
  const signs: Record<string, string> = {
    ArrowUp: "↑",
    ArrowDown: "↓",
    Escape: "Esc",
    Control: apple ? "⌘" : "Ctrl",
    Alt: apple ? "⌥" : "Alt",
  };
  return (
    <span class="keys" dir="ltr">
      {keys.split(/[+ ]/).map((key) => (
        <kbd key={key}>{signs[key] ?? key}</kbd>
      ))}
    </span>
  );
}
