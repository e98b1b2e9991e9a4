import { beforeEach, describe, expect, it, vi } from "vitest";
import { CHIME, type Chime } from "../shared/chime";
import { PREFERRED, type Preferences } from "./preferences";
import { EVENTS, SOUNDS, Sounds, USUAL } from "./sounds";

const chime = { play: vi.fn(), sound: vi.fn() };
let liked: Preferences;
let quiet: boolean;
const sounds = new Sounds(
  chime as unknown as Chime,
  () => liked,
  () => quiet,
);

beforeEach(() => {
  liked = PREFERRED;
  quiet = false;
  chime.play.mockClear();
  chime.sound.mockClear();
});

describe("sounds", () => {
  it("are the usual ones until somebody has chosen, and never one that there is not", () => {
    sounds.play("chat");
    expect(chime.play).toHaveBeenCalledWith(CHIME, 0.7);
    liked = { ...PREFERRED, sounds: { chat: "bell", note: "trumpet" }, volume: 30 };
    expect(EVENTS.map((event) => sounds.of(event))).toEqual(["bell", "marimba", "drop", USUAL.note, "pulse"]);
    sounds.play("chat");
    expect(chime.play).toHaveBeenLastCalledWith(expect.not.arrayContaining(CHIME as never), 0.3);
  });

  it("are silent in quiet hours and where none was chosen", () => {
    quiet = true;
    sounds.play("alarm");
    quiet = false;
    liked = { ...PREFERRED, sounds: { message: "none" } };
    sounds.play("message");
    expect(chime.play).not.toHaveBeenCalled();
  });

  it("are heard by whoever tries one, also in quiet hours", () => {
    quiet = true;
    sounds.try("pulse", 50);
    expect(chime.sound).toHaveBeenCalledWith(expect.anything(), 0.5);
    expect(SOUNDS).toContain("none");
  });
});
