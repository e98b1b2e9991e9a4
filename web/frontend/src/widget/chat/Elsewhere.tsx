// In which other language could it go on now? One button for each that is here and that the customer reads.
import type { JSX } from "preact";
import { alternatives, inOwnWords } from "../closed";
import type { Session } from "../session";
import { t } from "../words";

interface Props {
  session: Session;
  busy?: boolean;
  choose(language: string): void;
}

export function Elsewhere({ session, busy = false, choose }: Props): JSX.Element | null {
  const welcome = session.known.welcome.value;
  if (!welcome) return null;
  const offered = alternatives(welcome.desk, session.speaking.value, navigator.languages ?? []);
  if (!offered.length) return null;
  return (
    <div class="options" data-testid="elsewhere">
      {offered.map((language) => (
        <button
          key={language}
          type="button"
          class="option"
          disabled={busy}
          lang={language}
          onClick={() => choose(language)}
        >
          {t("Go on in {language}", { language: inOwnWords(language) })}
        </button>
      ))}
    </div>
  );
}
