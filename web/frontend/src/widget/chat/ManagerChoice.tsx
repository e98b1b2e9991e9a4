// Whom does a customer with an account manager wait for? Exactly that person, or anyone; the choice can be changed.
import type { JSX } from "preact";
import type { Thread } from "../frames";
import type { Session } from "../session";
import { t } from "../words";
import { useAsk } from "./useAsk";

type Manager = NonNullable<Thread["manager"]>;

interface Props {
  session: Session;
  thread: Thread;
  manager: Manager;
}

export function ManagerChoice({ session, thread, manager }: Props): JSX.Element {
  const { busy, problem, ask } = useAsk(session);
  const name = manager.name;
  const button = (whom: "manager" | "anyone", words: string): JSX.Element => (
    <button
      type="button"
      class="option"
      aria-pressed={manager.wait_for === whom}
      disabled={busy}
      data-testid={`wait-for-${whom}`}
      onClick={() => ask({ t: "wait_for", thread: thread.id, whom }, () => {})}
    >
      {words}
    </button>
  );
  return (
    // biome-ignore lint/a11y/useSemanticElements: buttons that act at once, not fields of a form
    <div class="manager" role="group" aria-labelledby="manager" data-testid="manager">
      <p id="manager">{t("{name} looks after you. Whom would you like to wait for?", { name })}</p>
      <div class="options">
        {button("manager", t("Wait for {name}", { name }))}
        {button("anyone", t("Take anyone"))}
      </div>
      {problem && (
        <p class="problem" role="alert">
          {problem}
        </p>
      )}
    </div>
  );
}
