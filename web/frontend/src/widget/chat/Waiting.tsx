// What does a waiting customer see? Their place, an honest range, and once it takes long, a choice.
import type { JSX } from "preact";
import { useEffect, useRef, useState } from "preact/hooks";
import { nobodyHere, opensAgain } from "../closed";
import type { Thread } from "../frames";
import type { Session } from "../session";
import { type Steady, spoken, steady, UNKNOWN } from "../wait";
import { t } from "../words";
import { Confirm } from "./Confirm";
import { Elsewhere } from "./Elsewhere";
import { EmailField } from "./EmailField";
import { ManagerChoice } from "./ManagerChoice";
import { FirstAid } from "./TopicFields";
import { useAsk } from "./useAsk";

export function Waiting({ session, thread }: { session: Session; thread: Thread }): JSX.Element {
  const queue = session.known.queues.value[thread.id];
  const kept = useRef<Steady>(UNKNOWN);
  kept.current = steady(kept.current, queue?.p50, queue?.p90, Date.now());
  const range = kept.current.shown;
  const choices = queue?.choices ?? [];
  const manager = thread.manager;
  const firstAid = session.known.site.value?.topics.find((each) => each.slug === thread.chat.topic)?.first_aid;
  const [answered, setAnswered] = useState(false);
  // The next time the wait becomes long it is asked anew.
  useEffect(() => {
    if (!choices.length) setAnswered(false);
  }, [choices.length === 0]);
  // The button that had the focus is gone with the question; on a phone no keyboard need open for that.
  const card = useRef<HTMLElement>(null);
  useEffect(() => {
    if (answered && document.activeElement === document.body) card.current?.focus();
  }, [answered]);

  if (choices.length && !answered) {
    return (
      <Choice
        session={session}
        thread={thread}
        choices={choices}
        nobody={queue?.nobody_on_duty ?? false}
        done={() => setAnswered(true)}
      />
    );
  }
  return (
    <section class="waiting" ref={card} tabIndex={-1} aria-label={t("Your place in line")} data-testid="waiting">
      <span class="pulse" aria-hidden="true" />
      <div role="status">
        <p class="waiting-place" data-testid="place">
          {manager?.wait_for === "manager"
            ? t("You are waiting for {name}.", { name: manager.name })
            : !queue
              ? t("Finding the right person for you…")
              : queue.position === 1
                ? t("You are next.")
                : t("You are number {position} in line.", { position: queue.position })}
        </p>
        <p class="waiting-time" data-testid="wait">
          {manager?.wait_for === "manager"
            ? t("Your chat goes to nobody else. You can change that at any time.")
            : range
              ? t("Expected wait: {range}", { range: spoken(range) })
              : t("We will tell you the expected wait as soon as we know it.")}
        </p>
      </div>
      {manager && <ManagerChoice session={session} thread={thread} manager={manager} />}
      {firstAid && <FirstAid text={firstAid} />}
    </section>
  );
}

interface ChoiceProps {
  session: Session;
  thread: Thread;
  choices: string[];
  nobody: boolean;
  done: () => void;
}

function Choice({ session, thread, choices, nobody, done }: ChoiceProps): JSX.Element {
  const [ticket, setTicket] = useState(false);
  const { busy, problem, ask } = useAsk(session);
  const welcome = session.known.welcome.value;
  return (
    <section class="choice" aria-labelledby="choice" data-testid="choice">
      <h2 id="choice">
        {!nobody
          ? t("This is taking longer than usual")
          : welcome
            ? nobodyHere(welcome.desk, thread.chat.language)
            : t("Nobody is on duty right now")}
      </h2>
      {nobody && welcome && opensAgain(welcome.desk, session.now()) && (
        <p data-testid="opens">{opensAgain(welcome.desk, session.now())}</p>
      )}
      <p>
        {!choices.includes("ticket")
          ? t("You keep your place as long as you like.")
          : choices.includes("keep")
            ? t(
                "Keep your place, or make it a ticket: you get an answer here and, if you like, by e-mail, and need not wait.",
              )
            : t("Make it a ticket: you get an answer here and, if you like, by e-mail, and need not wait.")}
      </p>
      <div class="buttons">
        {choices.includes("keep") && (
          <button
            type="button"
            class="secondary"
            disabled={busy}
            onClick={() => ask({ t: "choose", thread: thread.id, choice: "keep" }, done)}
          >
            {t("Keep my place")}
          </button>
        )}
        {choices.includes("ticket") && (
          <button type="button" class="primary" disabled={busy} onClick={() => setTicket(true)}>
            {t("Make it a ticket")}
          </button>
        )}
      </div>
      {nobody && (
        <Elsewhere
          session={session}
          busy={busy}
          choose={(language) => ask({ t: "speak", thread: thread.id, language }, () => {})}
        />
      )}
      {problem && (
        <p class="problem" role="alert">
          {problem}
        </p>
      )}
      {ticket && <MakeTicket session={session} id={thread.id} chosen done={() => setTicket(false)} />}
    </section>
  );
}

interface MakeTicketProps {
  session: Session;
  id: string;
  /** As the answer to the choice of a waiting customer. */
  chosen?: boolean;
  done: () => void;
}

export function MakeTicket({ session, id, chosen = false, done }: MakeTicketProps): JSX.Element {
  const [email, setEmail] = useState("");
  return (
    <Confirm
      title={t("Make it a ticket")}
      text={t(
        "We work on it and answer in this conversation. Leave an e-mail address if you want the answer there too.",
      )}
      action={t("Make the ticket")}
      act={() =>
        session.ask(
          chosen
            ? { t: "choose", thread: id, choice: "ticket", email: email.trim() }
            : { t: "escalate", thread: id, email: email.trim() },
        )
      }
      done={done}
    >
      <EmailField value={email} change={setEmail} label={t("E-mail address (optional)")} />
    </Confirm>
  );
}
