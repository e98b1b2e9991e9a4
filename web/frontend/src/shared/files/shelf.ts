// Where does a file lie between being chosen and being sent, so that a reload does not lose it? In the browser's own
// database, where there is one; else only in memory.

/** What is kept of a file on its way. */
export interface Kept {
  client_id: string;
  thread: string;
  name: string;
  at: number;
  blob: Blob;
}

export interface Shelf {
  all(): Promise<Kept[]>;
  put(one: Kept): Promise<void>;
  remove(clientId: string): Promise<void>;
}

const TABLE = "files";

/** A shelf by name. Denied (private windows, blocked storage) or full: nothing is kept, and nobody else need know. */
export function openShelf(name: string): Shelf {
  let opening: Promise<IDBDatabase> | undefined;
  const database = (): Promise<IDBDatabase> => {
    opening ??= new Promise((resolve, reject) => {
      const request = indexedDB.open(name, 1);
      request.onupgradeneeded = () => request.result.createObjectStore(TABLE, { keyPath: "client_id" });
      request.onsuccess = () => {
        // The other tab forgets this customer: out of its way.
        request.result.onversionchange = () => request.result.close();
        resolve(request.result);
      };
      request.onerror = () => reject(request.error);
    });
    return opening;
  };
  async function use<T>(
    mode: IDBTransactionMode,
    act: (table: IDBObjectStore) => IDBRequest<T>,
  ): Promise<T | undefined> {
    try {
      const table = (await database()).transaction(TABLE, mode).objectStore(TABLE);
      return await new Promise<T>((resolve, reject) => {
        const request = act(table);
        request.onsuccess = () => resolve(request.result);
        request.onerror = () => reject(request.error);
      });
    } catch {
      return undefined;
    }
  }
  return {
    all: async () => (await use<Kept[]>("readonly", (table) => table.getAll())) ?? [],
    put: async (one) => void (await use("readwrite", (table) => table.put(one))),
    remove: async (clientId) => void (await use("readwrite", (table) => table.delete(clientId))),
  };
}
