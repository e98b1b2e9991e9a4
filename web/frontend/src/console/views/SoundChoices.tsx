// Which sound has which news, and how loud? Each choice is heard at once and kept on the server.
import type { JSX } from "preact";
import { useState } from "preact/hooks";
import { Refused } from "../../shared/protocol";
import { explain } from "../errors";
import type { Preferences } from "../preferences";
import type { Session } from "../session";
import { EVENTS, SOUNDS, type Sound, type SoundEvent, type Sounds } from "../sounds";
import { t } from "../words";
import { Problem } from "./Dialog";

export function SoundChoices({ session, sounds }: { session: Session; sounds: Sounds }): JSX.Element {
  const [pending, setPending] = useState(0);
  const [problem, setProblem] = useState("");
  const liked = session.writing.preferences.value;
  const [volume, setVolume] = useState(liked.volume);
  // One choice may follow another before the first is kept: they go in their order, each with all before it.
  const prefer = async (more: Partial<Preferences>): Promise<void> => {
    setPending((count) => count + 1);
    setProblem("");
    try {
      await session.writing.prefer({ ...session.writing.preferences.peek(), ...more });
    } catch (error) {
      setProblem(error instanceof Refused ? explain(error.code, error.data) : explain("network"));
    } finally {
      setPending((count) => count - 1);
    }
  };
  const choose = (event: SoundEvent, sound: Sound): void => {
    const { sounds: chosen, volume: loudness } = session.writing.preferences.peek();
    sounds.try(sound, loudness);
    void prefer({ sounds: { ...chosen, [event]: sound } });
  };
  const loud = (wanted: number): void => {
    sounds.try(sounds.of("chat"), wanted);
    void prefer({ volume: wanted });
  };
  const events = EVENTS.filter((event) => event !== "alarm" || session.leads.value);
  return (
    <fieldset class="sounds" data-testid="sounds" data-busy={pending > 0}>
      <legend>{t("Sounds")}</legend>
      {events.map((event) => (
        <div key={event} class="sounds-row">
          <label class="label">
            {eventName(event)}
            <select
              class="input"
              value={sounds.of(event)}
              data-testid={`sound-${event}`}
              onChange={(change) => choose(event, change.currentTarget.value as Sound)}
            >
              {SOUNDS.map((sound) => (
                <option key={sound} value={sound}>
                  {soundName(sound)}
                </option>
              ))}
            </select>
          </label>
          <button
            type="button"
            class="button"
            aria-label={t("Try: {name}", { name: eventName(event) })}
            disabled={sounds.of(event) === "none"}
            data-testid={`try-${event}`}
            onClick={() => sounds.try(sounds.of(event), liked.volume)}
          >
            {t("Try")}
          </button>
        </div>
      ))}
      <label class="label">
        {t("Volume")}
        <input
          type="range"
          min={0}
          max={100}
          step={10}
          value={volume}
          data-testid="volume"
          onInput={(event) => setVolume(Number(event.currentTarget.value))}
          onChange={(event) => loud(Number(event.currentTarget.value))}
        />
      </label>
      <Problem text={problem} />
    </fieldset>
  );
}

function eventName(event: SoundEvent): string {
  return {
    chat: t("A chat comes to me"),
    offer: t("A chat is offered"),
    message: t("A customer writes in another of my chats"),
    note: t("A colleague notes something for me"),
    alarm: t("Something is out of bounds"),
  }[event];
}

function soundName(sound: Sound): string {
  return {
    none: t("No sound"),
    chime: t("Chime"),
    bell: t("Bell"),
    drop: t("Drop"),
    marimba: t("Marimba"),
    pulse: t("Pulse"),
  }[sound];
}
