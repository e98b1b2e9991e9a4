// How does news sound? Soft notes made on the spot: no file to load, and quiet enough for all day.
import { type Signal, signal } from "@preact/signals";
import type { Store } from "./storage";

/** Hertz, seconds after the beginning; how long it sounds and which wave it has, where these are not the usual ones. */
export type Note = readonly [frequency: number, after: number, length?: number, wave?: OscillatorType];

/** A rising fourth. */
export const CHIME: readonly Note[] = [
  [659.3, 0],
  [880, 0.13],
];
const LOUDNESS = 0.12;
const LENGTH_S = 0.5;
/** Several chats at once are one sound. */
const PAUSE_MS = 1_000;

export class Chime {
  readonly muted: Signal<boolean>;
  private readonly store: Store;
  private context: AudioContext | undefined;
  private last = 0;

  constructor(store: Store) {
    this.store = store;
    this.muted = signal(store.get<boolean>("muted") ?? false);
    // Browsers permit sound only after the person has done something on the page.
    for (const gesture of ["pointerdown", "keydown"]) addEventListener(gesture, () => this.permit(), { passive: true });
  }

  toggle(): void {
    this.muted.value = !this.muted.value;
    this.store.set("muted", this.muted.value);
    if (!this.muted.value) this.play();
  }

  play(notes = CHIME, volume = 1): void {
    if (this.muted.value || Date.now() - this.last < PAUSE_MS) return;
    this.last = Date.now();
    this.sound(notes, volume);
  }

  /** At once, muted or not: somebody tries it out. */
  sound(notes: readonly Note[], volume: number): void {
    const context = this.context;
    if (context?.state !== "running" || volume <= 0) return;
    for (const [frequency, after, length = LENGTH_S, wave = "sine"] of notes) {
      const start = context.currentTime + after;
      const tone = context.createOscillator();
      const gain = context.createGain();
      tone.type = wave;
      tone.frequency.value = frequency;
      gain.gain.setValueAtTime(0, start);
      gain.gain.linearRampToValueAtTime(LOUDNESS * volume, start + 0.015);
      gain.gain.exponentialRampToValueAtTime(0.0001, start + length);
      tone.connect(gain).connect(context.destination);
      tone.start(start);
      tone.stop(start + length);
    }
  }

  private permit(): void {
    try {
      this.context ??= new AudioContext();
      if (this.context.state === "suspended") void this.context.resume();
    } catch {
      // No sound on this device: badge and list say the same.
    }
  }
}
