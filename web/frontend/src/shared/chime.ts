// How does news sound? Two soft notes made on the spot: no file to load, and quiet enough for all day.
import { type Signal, signal } from "@preact/signals";
import type { Store } from "./storage";

/** Hertz and seconds: a rising fourth. */
const NOTES = [
  [659.3, 0],
  [880, 0.13],
] as const;
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

  play(): void {
    const context = this.context;
    if (this.muted.value || context?.state !== "running" || Date.now() - this.last < PAUSE_MS) return;
    this.last = Date.now();
    for (const [frequency, after] of NOTES) {
      const start = context.currentTime + after;
      const tone = context.createOscillator();
      const volume = context.createGain();
      tone.frequency.value = frequency;
      volume.gain.setValueAtTime(0, start);
      volume.gain.linearRampToValueAtTime(LOUDNESS, start + 0.015);
      volume.gain.exponentialRampToValueAtTime(0.0001, start + LENGTH_S);
      tone.connect(volume).connect(context.destination);
      tone.start(start);
      tone.stop(start + LENGTH_S);
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
