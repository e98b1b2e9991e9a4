// Who answers, and how can a customer be sure? Name, languages and a code that our own page confirms.
import type { JSX } from "preact";
import { inOwnWords } from "../closed";
import type { Thread } from "../frames";
import type { Session } from "../session";
import { Icon } from "../views/icons";
import { t } from "../words";

export function Genuine({ session, thread }: { session: Session; thread: Thread }): JSX.Element | null {
  const { agent, code } = thread.chat;
  if (!agent || !code) return null;
  const languages = (agent.languages ?? []).map(inOwnWords).join(t(", "));
  return (
    <aside class="genuine" aria-label={t("Who answers you")} data-testid="genuine">
      <Icon name="shield" size={16} />
      <span>
        {languages ? t("{name} speaks {languages}.", { name: agent.name, languages }) : agent.name}{" "}
        <a href={`${session.config.verify}?code=${code}`} target="_blank" rel="noopener">
          {/* A hyphen at which no line breaks. */}
          {t("Code {code}: check that this is one of us", { code: code.replace("-", "\u2011") })}
        </a>
      </span>
    </aside>
  );
}
