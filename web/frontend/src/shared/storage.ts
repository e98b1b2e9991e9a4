// Where does a face keep what must survive a reload, and what if the browser denies storage?

/** Text by key; entries of other owners in the same storage are invisible. */
export interface Store {
  get<T>(key: string): T | undefined;
  set(key: string, value: unknown): void;
  remove(key: string): void;
  keys(): string[];
  /** False when the browser denies storage: what is kept lives only as long as the page. */
  readonly durable: boolean;
}

/**
 * A store under a prefix. Reading `localStorage` throws where cookies are blocked, writing throws when it is full:
 * then the value stays in memory, and nobody else needs to know.
 */
export function openStore(prefix: string, area: () => Storage = () => localStorage): Store {
  const memory = new Map<string, string>();
  const disk = probe(area);

  const read = (name: string): string | null => memory.get(name) ?? disk?.getItem(name) ?? null;

  return {
    durable: disk !== undefined,
    get<T>(key: string): T | undefined {
      try {
        const text = read(prefix + key);
        return text === null ? undefined : (JSON.parse(text) as T);
      } catch {
        return undefined;
      }
    },
    set(key, value) {
      const text = JSON.stringify(value);
      try {
        if (!disk) throw new Error("denied");
        disk.setItem(prefix + key, text);
        memory.delete(prefix + key);
      } catch {
        memory.set(prefix + key, text);
      }
    },
    remove(key) {
      memory.delete(prefix + key);
      try {
        disk?.removeItem(prefix + key);
      } catch {
        // Denied since it was opened: the entry is out of reach anyway.
      }
    },
    keys() {
      const names = new Set(memory.keys());
      try {
        for (let i = 0; disk && i < disk.length; i++) names.add(disk.key(i) ?? "");
      } catch {
        // As above.
      }
      return [...names].filter((name) => name.startsWith(prefix)).map((name) => name.slice(prefix.length));
    },
  };
}

/** A part of a store, as a store. */
export function prefixed(store: Store, prefix: string): Store {
  const mine = (key: string) => key.startsWith(prefix);
  return {
    durable: store.durable,
    get: (key) => store.get(prefix + key),
    set: (key, value) => store.set(prefix + key, value),
    remove: (key) => store.remove(prefix + key),
    keys: () =>
      store
        .keys()
        .filter(mine)
        .map((key) => key.slice(prefix.length)),
  };
}

function probe(area: () => Storage): Storage | undefined {
  try {
    const storage = area();
    storage.setItem("switchboard:probe", "1");
    storage.removeItem("switchboard:probe");
    return storage;
  } catch {
    return undefined;
  }
}
