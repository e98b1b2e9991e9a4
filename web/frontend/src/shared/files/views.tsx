// How does a file look in a conversation? A picture as itself, a recording with a player, everything else by its name;
// and on its way there with how far it has got. The same for both faces; words and explanations come from each.
import type { Signal } from "@preact/signals";
import type { JSX } from "preact";
import { useEffect, useRef, useState } from "preact/hooks";
import type { Translator } from "../i18n";
import type { EventBodies } from "../protocol.gen";
import type { Address, Addresses } from "./addresses";
import { whyNotSent } from "./refusals";
import { sizeIn } from "./size";
import type { Upload, Uploads } from "./uploads";

export type FileBody = EventBodies["file"];

/** What a face brings along. */
export interface Around {
  addresses: Addresses;
  uploads: Uploads;
  words: Signal<Translator>;
  t: Translator["t"];
  explain(code: string): string;
}

const TALLEST = 220;
const WIDEST = 260;

export function SentFile({ file, around }: { file: FileBody; around: Around }): JSX.Element {
  const address = around.addresses.of(file.file).value;
  const [group] = file.media.split("/");
  if (file.preview) return <Picture file={file} around={around} address={address} />;
  if (group === "video" || group === "audio")
    return <Recording group={group} file={file} around={around} address={address} />;
  return <Plain file={file} around={around} address={address} />;
}

/** By its name alone; `remark`: what is wrong with it. */
function Plain({ remark, ...of }: OfFile & { remark?: string }): JSX.Element {
  return (
    <div class="file file-plain">
      <Sign path={PAPER} />
      <div class="file-way">
        <FileName {...of} />
        {remark && <p class="file-remark">{remark}</p>}
      </div>
    </div>
  );
}

/** With a player; without one where its address is not known yet, or no player opens it. */
function Recording({ group, ...of }: OfFile & { group: "video" | "audio" }): JSX.Element {
  const { file, around, address } = of;
  const [failed, setFailed] = useState<string>();
  const [broken, setBroken] = useState(false);
  const { t } = around;
  const onError = async (): Promise<void> => {
    // An address grows old: only one that was just given, and fails too, says something of the file.
    const fresh = await around.addresses.fresh(file.file);
    if (fresh && navigator.onLine && (fresh.whole === failed || fresh.whole === address?.whole)) setBroken(true);
    setFailed(fresh?.whole);
  };
  if (broken) {
    const remark =
      group === "video"
        ? t("This video cannot be played here. You can download it and open it with another program.")
        : t("This recording cannot be played here. You can download it and open it with another program.");
    return <Plain {...of} remark={remark} />;
  }
  if (!address) return <Plain {...of} />;
  return (
    <figure class="file file-player">
      {group === "video" ? (
        // biome-ignore lint/a11y/useMediaCaption: nobody has written captions for what was recorded a minute ago
        <video controls preload="metadata" playsInline src={address.whole} aria-label={file.name} onError={onError} />
      ) : (
        // biome-ignore lint/a11y/useMediaCaption: nobody has written captions for what was recorded a minute ago
        <audio controls preload="metadata" src={address.whole} aria-label={file.name} onError={onError} />
      )}
      <FileName {...of} />
    </figure>
  );
}

interface OfFile {
  file: FileBody;
  around: Around;
  address: Address | undefined;
}

/** The name is the link: an attachment from elsewhere, in a window of its own. */
function FileName({ file, around, address }: OfFile): JSX.Element {
  const { addresses, words, t } = around;
  const refresh = (): void => void addresses.of(file.file);
  return (
    <a
      class="file-name"
      href={address?.whole}
      target="_blank"
      rel="noopener noreferrer"
      download={file.name}
      onPointerEnter={refresh}
      onFocus={refresh}
    >
      <span class="hidden">{t("Download")}: </span>
      <bdi>{file.name}</bdi>
      <small>{sizeIn(words.value.language, file.size)}</small>
    </a>
  );
}

/** Room is kept in the picture's own shape, so that nothing jumps when it comes. */
function Picture({ file, around, address }: OfFile): JSX.Element {
  const [full, setFull] = useState(false);
  const { width = 1, height = 1 } = file;
  const scale = Math.min(1, WIDEST / width, TALLEST / height);
  const size = { width: Math.max(48, Math.round(width * scale)), height: Math.max(32, Math.round(height * scale)) };
  return (
    <div class="file">
      <button
        type="button"
        class="file-picture"
        aria-label={around.t("Show picture {name}", { name: file.name })}
        data-testid="picture"
        onClick={() => setFull(true)}
      >
        {address ? (
          <img
            src={address.preview}
            alt=""
            {...size}
            decoding="async"
            onError={() => void around.addresses.fresh(file.file)}
          />
        ) : (
          <span class="file-room" style={size} />
        )}
      </button>
      {full && <Viewer file={file} around={around} address={address} close={() => setFull(false)} />}
    </div>
  );
}

function Viewer({ file, around, address, close }: OfFile & { close: () => void }): JSX.Element {
  const dialog = useRef<HTMLDialogElement>(null);
  const [large, setLarge] = useState(false);
  const { t } = around;
  // The browser keeps the focus inside, and gives it back where it was.
  useEffect(() => dialog.current?.showModal(), []);
  return (
    <dialog
      ref={dialog}
      class="viewer"
      aria-label={file.name}
      data-testid="viewer"
      onClose={close}
      onKeyDown={(event) => event.key === "Escape" && event.stopPropagation()}
    >
      <div class="viewer-top">
        <FileName file={file} around={around} address={address} />
        <button type="button" class="viewer-button" onClick={() => setLarge(!large)} aria-pressed={large}>
          <Sign path={large ? SMALLER : LARGER} />
          <span class="hidden">{t("Full size")}</span>
        </button>
        <button type="button" class="viewer-button" onClick={() => dialog.current?.close()}>
          <Sign path={CROSS} />
          <span class="hidden">{t("Close")}</span>
        </button>
      </div>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what is scrolled must be reachable by keyboard */}
      <div class="viewer-room" data-large={large} tabIndex={0} role="img" aria-label={file.name}>
        {address && <img src={address.whole} alt="" width={file.width} height={file.height} />}
      </div>
    </dialog>
  );
}

/** On its way (`waiting`: chosen, and goes along with what is being written): how far, how to stop it, and when it was refused why and what now. */
interface Sending {
  upload: Upload;
  around: Around;
  waiting?: boolean;
}

export function SendingFile({ upload, around, waiting = false }: Sending): JSX.Element {
  const { uploads, t, words, explain } = around;
  const { client_id, done, size, refused, name } = upload;
  const share = size ? done / size : 0;
  const picture = useObjectUrl(upload);
  return (
    <div class="file file-plain" data-refused={!!refused} data-testid="upload">
      {picture ? <img class="file-thumb" src={picture} alt="" /> : <Sign path={PAPER} />}
      <div class="file-way">
        <span class="file-name">
          <bdi>{name}</bdi>
          <small>{sizeIn(words.value.language, size)}</small>
        </span>
        {refused ? (
          <p class="file-refused" role="alert">
            {explain(refused)}
          </p>
        ) : (
          !waiting && <progress max={1} value={share} aria-label={t("Sending {name}", { name })} />
        )}
        <p class="file-choices">
          {refused && !whyNotSent(t, refused) && (
            <button type="button" onClick={() => uploads.retry(client_id)}>
              {t("Try again")}
            </button>
          )}
          <button type="button" onClick={() => uploads.drop(client_id)}>
            {refused ? t("Delete") : t("Cancel")}
          </button>
        </p>
      </div>
    </div>
  );
}

function useObjectUrl(upload: Upload): string {
  const [url, setUrl] = useState("");
  useEffect(() => {
    if (!/^image\/(png|jpeg|gif|webp)$/.test(upload.type)) return;
    const made = URL.createObjectURL(upload.blob);
    setUrl(made);
    return () => URL.revokeObjectURL(made);
  }, [upload.blob]);
  return url;
}

/** Chooses files; pasting and dropping are the composer's. */
interface AttachProps {
  label: string;
  take(files: File[]): void;
  /** The keys that press it, where there are any. */
  keys?: string;
}

export function AttachButton({ label, take, keys }: AttachProps): JSX.Element {
  const input = useRef<HTMLInputElement>(null);
  return (
    <>
      <button
        type="button"
        class="attach"
        aria-label={label}
        title={keys ? `${label} (${keys})` : label}
        aria-keyshortcuts={keys}
        onClick={() => input.current?.click()}
      >
        <Sign path={CLIP} />
      </button>
      <input
        ref={input}
        type="file"
        multiple
        hidden
        data-testid="attach"
        onChange={(event) => {
          take([...(event.currentTarget.files ?? [])]);
          // The same file may be chosen again.
          event.currentTarget.value = "";
        }}
      />
    </>
  );
}

/** The files that were pasted or dropped, where there are any. */
export function filesIn(data: DataTransfer | null): File[] {
  return [...(data?.files ?? [])];
}

const PAPER = "M6 3h8l4 4v14H6zM14 3v4h4";
const CLIP = "M20 11.5l-8.2 8.2a5 5 0 0 1-7-7l8.4-8.4a3.3 3.3 0 0 1 4.7 4.7l-8.3 8.3a1.7 1.7 0 0 1-2.4-2.4l7.6-7.6";
const CROSS = "M6 6l12 12M18 6L6 18";
const LARGER = "M14 4h6v6M10 20H4v-6M20 4l-7 7M4 20l7-7";
const SMALLER = "M20 10h-6V4M4 14h6v6M14 10l6-6M10 14l-6 6";

function Sign({ path }: { path: string }): JSX.Element {
  return (
    <svg class="icon" width="20" height="20" viewBox="0 0 24 24" aria-hidden="true">
      <path d={path} />
    </svg>
  );
}
