// Which sound has which news, and how loud? Each choice is heard at once and kept on the server.
import type { JSX } from "preact";
import { useState } from "preact/hooks";
import type { Session } from "../session";
import { EVENTS, SOUNDS, type Sound, type SoundEvent, type Sounds } from "../sounds";
import { t } from "../words";
import { Problem } from "./Dialog";
import { useAsk } from "./useAsk";

export function SoundChoices({ session, sounds }: { session: Session; sounds: Sounds }): JSX.Element {
  const ask = useAsk();
  const liked = session.writing.preferences.value;
  const [volume, setVolume] = useState(liked.volume);
  const choose = (event: SoundEvent, sound: Sound): void => {
    sounds.try(sound, liked.volume);
    void ask.run(() => session.writing.prefer({ ...liked, sounds: { ...liked.sounds, [event]: sound } }));
  };
  const loud = (wanted: number): void => {
    sounds.try(sounds.of("chat"), wanted);
    void ask.run(() => session.writing.prefer({ ...liked, volume: wanted }));
  };
  const events = EVENTS.filter((event) => event !== "alarm" || session.leads.value);
  return (
    <fieldset class="sounds" data-testid="sounds">
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
      <Problem text={ask.problem} />
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
