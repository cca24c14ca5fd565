import { createHash } from 'node:crypto';
import { once } from 'node:events';
import type { IncomingHttpHeaders, IncomingMessage, ServerResponse } from 'node:http';
import { createServer, type Server } from 'node:https';
import type { AddressInfo } from 'node:net';
import { httpsServer, rootAuthority, toPem } from '../fixtures/c2pa/certificates';

const HOST = '127.0.0.1';
const ROOT = rootAuthority({ commonName: 'Test Pack Root', organization: 'Touchstone Tests' });
const HOLDER = httpsServer({ commonName: HOST, organization: 'Touchstone Tests' }, ROOT, HOST);

/** The certificate of the authority that vouches for the server: a browser has to be told of it. */
export const PACK_AUTHORITY = toPem(ROOT.certificate);

/** Serves files over https from this machine to this machine, and goes on where a download ended. */
export class PackServer {
  /** The headers of every request that was answered, and the connections that were made at all. */
  readonly asked: IncomingHttpHeaders[] = [];
  connections = 0;
  readonly #files = new Map<string, Uint8Array>();
  /** Of the files that are held back: how many bytes are given until the connection breaks. */
  readonly #held = new Map<string, number>();

  private constructor(private readonly server: Server) {
    server.on('connection', () => {
      this.connections += 1;
    });
    server.on('request', (request, response) => this.#answer(request, response));
  }

  static async start(): Promise<PackServer> {
    const server = createServer({
      key: HOLDER.key.export({ type: 'pkcs8', format: 'pem' }),
      cert: toPem(HOLDER.certificate) + PACK_AUTHORITY,
    });
    server.listen(0, HOST);
    await once(server, 'listening');
    return new PackServer(server);
  }

  /** Host and port. */
  get host(): string {
    return `${HOST}:${(this.server.address() as AddressInfo).port}`;
  }

  /** Offers a file and answers its address. Of one that is held back only so many bytes come, until `breakOff`. */
  offer(name: string, bytes: Uint8Array, held?: number): string {
    this.#files.set(name, bytes);
    if (held !== undefined) this.#held.set(name, held);
    return `https://${this.host}/${name}`;
  }

  /** Breaks all connections, as a network does that is gone, and holds nothing back any more. */
  breakOff(): void {
    this.#held.clear();
    this.server.closeAllConnections();
  }

  async close(): Promise<void> {
    this.breakOff();
    this.server.close();
    await once(this.server, 'close');
  }

  #answer({ url = '', headers }: IncomingMessage, response: ServerResponse): void {
    this.asked.push(headers);
    const name = url.slice(1);
    const bytes = this.#files.get(name);
    if (!bytes) {
      response.writeHead(404).end();
      return;
    }
    const etag = `"${createHash('sha256').update(bytes).digest('hex')}"`;
    const start = headers['if-range'] === etag ? Number(/^bytes=(\d+)-$/.exec(headers.range ?? '')?.[1]) : 0;
    const range = `bytes ${start}-${bytes.length - 1}/${bytes.length}`;
    response.writeHead(start > 0 ? 206 : 200, {
      'Content-Type': 'application/zip',
      'Content-Length': bytes.length - start,
      'Accept-Ranges': 'bytes',
      ETag: etag,
      ...(start > 0 && { 'Content-Range': range }),
    });
    const held = this.#held.get(name);
    if (held === undefined) response.end(bytes.subarray(start));
    else response.write(bytes.subarray(start, held));
  }
}
