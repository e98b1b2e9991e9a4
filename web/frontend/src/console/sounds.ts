// Which sound has which kind of news? Chosen by each agent, kept on the server; silent in quiet hours and when muted.
import { CHIME, type Chime, type Note } from "../shared/chime";
import type { Preferences } from "./preferences";

export const EVENTS = ["chat", "offer", "message", "note", "alarm"] as const;
export type SoundEvent = (typeof EVENTS)[number];

export const SOUNDS = ["none", "chime", "bell", "drop", "marimba", "pulse"] as const;
export type Sound = (typeof SOUNDS)[number];

const NOTES: Record<Sound, readonly Note[]> = {
  none: [],
  chime: CHIME,
  // A stroke with the partials of metal.
  bell: [
    [523.3, 0, 1.4],
    [1_256, 0, 0.9],
    [2_160, 0, 0.4],
  ],
  drop: [
    [1_318.5, 0, 0.12],
    [987.8, 0.06, 0.18],
  ],
  marimba: [
    [392, 0, 0.35, "triangle"],
    [523.3, 0.11, 0.35, "triangle"],
    [659.3, 0.22, 0.4, "triangle"],
  ],
  // Heard through talk: for what must not be missed.
  pulse: [
    [740, 0, 0.16, "triangle"],
    [740, 0.22, 0.16, "triangle"],
    [740, 0.44, 0.16, "triangle"],
  ],
};

/** Of whoever has chosen nothing: what wants an answer within seconds sounds unlike what can wait. */
export const USUAL: Record<SoundEvent, Sound> = {
  chat: "chime",
  offer: "marimba",
  message: "drop",
  note: "chime",
  alarm: "pulse",
};

export class Sounds {
  private readonly chime: Chime;
  private readonly preferences: () => Preferences;
  private readonly quiet: () => boolean;

  constructor(chime: Chime, preferences: () => Preferences, quiet: () => boolean) {
    this.chime = chime;
    this.preferences = preferences;
    this.quiet = quiet;
  }

  play(event: SoundEvent): void {
    if (this.quiet()) return;
    const notes = NOTES[this.of(event)];
    if (notes.length) this.chime.play(notes, this.preferences().volume / 100);
  }

  of(event: SoundEvent): Sound {
    const chosen = this.preferences().sounds[event];
    return SOUNDS.find((each) => each === chosen) ?? USUAL[event];
  }

  /** Whoever chooses hears it, even while everything is muted. */
  try(sound: Sound, volume: number): void {
    this.chime.sound(NOTES[sound], volume / 100);
  }
}
