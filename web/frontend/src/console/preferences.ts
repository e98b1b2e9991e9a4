// How does an agent like to work? Kept on the server, told with the welcome.

export interface Preferences {
  /** Else Enter begins a line, and Ctrl+Enter sends. */
  enter_sends: boolean;
  /** How long a message can be undone. */
  undo_seconds: number;
  /** Kind of event → sound, where it is not the usual one. */
  sounds: Readonly<Record<string, string>>;
  /** In per cent. */
  volume: number;
}

/** Of whoever has chosen nothing: the protocol leaves out what is as here. */
export const PREFERRED: Preferences = { enter_sends: true, undo_seconds: 3, sounds: {}, volume: 70 };

export const UNDO_CHOICES = [0, 3, 5, 10] as const;
