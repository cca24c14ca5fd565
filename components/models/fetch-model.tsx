import { Globe } from 'lucide-react';
import { Progress } from 'radix-ui';
import { type FormEvent, useState } from 'react';
import { DownloadError, type DownloadProgress } from '../../utils/records/download';
import { phrase } from '../../utils/words/phrase';
import { Button } from '../kit/button';
import { Field, TextInput } from '../kit/field';
import type { Action } from '../kit/use-action';
import { useServices } from '../services';
import { useFormat, useText } from '../words/words';

export interface FetchModelProps {
  readonly busy: boolean;
  readonly run: Action['run'];
  readonly onFetched: (pack: Blob) => Promise<void>;
}

/** Fetches a model pack from an address that the user types, with the browser's permission for that host alone. */
export function FetchModel({ busy, run, onFetched }: FetchModelProps) {
  const words = useText();
  const { download, permissions } = useServices();
  const [address, setAddress] = useState('');
  const [hash, setHash] = useState('');
  const [running, setRunning] = useState<Running>();
  const [stopped, setStopped] = useState(false);
  const fetchPack = async () => {
    const sha256 = parseHash(hash);
    setStopped(false);
    // Browsers only ask straight from a click: nothing may be awaited before this.
    if (isHttps(address) && !(await permissions.request(address))) throw notAllowed(address);
    const stop = new AbortController();
    try {
      const pack = await download(address, {
        signal: stop.signal,
        onProgress: (progress) => setRunning({ progress, stop }),
        ...(sha256 && { sha256 }),
      });
      setRunning(undefined);
      await onFetched(pack);
    } catch (error) {
      if (!stop.signal.aborted) throw error;
      setStopped(true);
    } finally {
      setRunning(undefined);
    }
  };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    run(fetchPack);
  };
  return (
    <form noValidate onSubmit={submit} className="flex flex-col gap-3">
      <Field label={words('ui.models.fetch.address')} hint={words('ui.models.fetch.addressHint')}>
        {(ids) => (
          <TextInput
            {...ids}
            type="url"
            dir="ltr"
            required
            placeholder="https://"
            value={address}
            onChange={({ target }) => setAddress(target.value)}
          />
        )}
      </Field>
      <Field label={words('ui.models.fetch.hash')} hint={words('ui.models.fetch.hashHint')}>
        {(ids) => (
          <TextInput
            {...ids}
            dir="ltr"
            spellCheck={false}
            autoComplete="off"
            value={hash}
            onChange={({ target }) => setHash(target.value)}
          />
        )}
      </Field>
      <div>
        <Button type="submit" icon={Globe} disabled={busy || address.trim() === ''}>
          {words('ui.models.fetch.action')}
        </Button>
      </div>
      {running && <FetchProgress running={running} />}
      <p role="status" className="text-small text-soft">
        {stopped && words('ui.models.fetch.stopped')}
      </p>
    </form>
  );
}

interface Running {
  readonly progress: DownloadProgress;
  readonly stop: AbortController;
}

function FetchProgress({ running: { progress, stop } }: { readonly running: Running }) {
  const words = useText();
  const format = useFormat();
  const { received, size } = progress;
  const count =
    size === null
      ? format.bytes(received)
      : words('ui.models.fetch.progress', { received: format.bytes(received), size: format.bytes(size) });
  return (
    <div className="flex flex-wrap items-center gap-x-3 gap-y-1">
      <Progress.Root
        value={size === null ? null : received}
        max={Math.max(size ?? 1, 1)}
        aria-label={words('ui.models.fetch.progressLabel')}
        getValueLabel={() => count}
        className="h-1.5 min-w-24 flex-1 overflow-hidden rounded-sm border border-edge bg-sunken"
      >
        <Progress.Indicator
          className="h-full bg-ink forced-colors:bg-[CanvasText]"
          style={{ inlineSize: `${size === null ? 0 : (100 * received) / Math.max(size, 1)}%` }}
        />
      </Progress.Root>
      <span className="text-small text-soft tabular-nums">{count}</span>
      <Button onClick={() => stop.abort()}>{words('ui.progress.cancel')}</Button>
    </div>
  );
}

function isHttps(address: string): boolean {
  return URL.canParse(address) && new URL(address).protocol === 'https:';
}

function notAllowed(address: string): DownloadError {
  return new DownloadError(phrase('ui.models.fetch.notAllowed', { host: new URL(address).host }));
}

/** Undefined where nothing was typed. Throws what is said of anything else that is no SHA-256. */
function parseHash(typed: string): string | undefined {
  const hash = typed.trim().toLowerCase();
  if (hash === '') return undefined;
  if (!/^[0-9a-f]{64}$/.test(hash)) throw new DownloadError(phrase('ui.models.fetch.badHash'));
  return hash;
}
