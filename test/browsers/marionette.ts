import { connect, type Socket } from 'node:net';

/**
 * A client of Marionette, the protocol by which Firefox lets itself be driven
 * (https://firefox-source-docs.mozilla.org/testing/marionette/Protocol.html).
 * A message is `length:json`; a command is `[0, id, name, parameters]`, its answer `[1, id, error, result]`.
 */
export class Marionette {
  readonly #socket: Socket;
  readonly #waiting = new Map<
    number,
    { resolve: (result: unknown) => void; reject: (error: Error) => void }
  >();
  #received = Buffer.alloc(0);
  #lastId = 0;
  #context: Context = 'content';

  private constructor(socket: Socket) {
    this.#socket = socket;
    socket.on('data', (chunk) => this.#read(chunk));
    socket.on('error', (error) => this.#failAll(error));
    socket.on('close', () => this.#failAll(new Error('Firefox closed the connection')));
  }

  /** Connects to a Firefox on this machine and starts the one session that Marionette allows. */
  static async connect(port: number): Promise<Marionette> {
    const socket = connect(port, '127.0.0.1');
    await new Promise<void>((resolve, reject) => {
      socket.once('connect', resolve);
      socket.once('error', reject);
    });
    const marionette = new Marionette(socket);
    await marionette.send('WebDriver:NewSession', {
      capabilities: { alwaysMatch: { acceptInsecureCerts: true } },
    });
    return marionette;
  }

  /** Sends a command. Rejects with MarionetteError where Firefox answers with an error. */
  send(name: string, parameters: object = {}): Promise<unknown> {
    if (this.#socket.destroyed) return Promise.reject(new Error('Firefox has gone'));
    const id = ++this.#lastId;
    const json = JSON.stringify([0, id, name, parameters]);
    return new Promise((resolve, reject) => {
      this.#waiting.set(id, { resolve, reject });
      this.#socket.write(`${Buffer.byteLength(json)}:${json}`);
    });
  }

  /**
   * Runs the body of an async function with `parameters` as its arguments and returns what it returns (JSON).
   * `content` is the current tab's page, `chrome` is Firefox's own window, with all of its rights.
   */
  async run<Result>(context: Context, body: string, ...parameters: readonly unknown[]): Promise<Result> {
    await this.#enter(context);
    const script = `const [resolve] = [...arguments].slice(-1);
      (async (...parameters) => { ${body} })(...[...arguments].slice(0, -1))
        .then((value) => resolve({ value }), (error) => resolve({ error: String(error) }));`;
    const answer = await this.send('WebDriver:ExecuteAsyncScript', {
      script,
      args: parameters,
      // Content scripts run in the page's own world, so that they see its variables (`browser` in our own pages).
      sandbox: context === 'content' ? null : 'system',
      newSandbox: true,
    });
    const { value, error } = (answer as { value: { value: Result; error?: string } }).value;
    if (error !== undefined) throw new Error(error);
    return value;
  }

  /** Sends a command about the current tab. Firefox wraps some results as `{ value }`, but not all of them. */
  async ask<Result>(name: string, parameters: object = {}): Promise<Result> {
    await this.#enter('content');
    const result = await this.send(name, parameters);
    const wrapped = typeof result === 'object' && result !== null && Object.keys(result).join() === 'value';
    return (wrapped ? Reflect.get(result, 'value') : result) as Result;
  }

  /** Ends the session and Firefox itself. */
  async quit(): Promise<void> {
    await this.send('Marionette:Quit', { flags: ['eForceQuit'] }).catch(() => undefined);
    this.#socket.destroy();
  }

  async #enter(context: Context): Promise<void> {
    if (this.#context === context) return;
    await this.send('Marionette:SetContext', { value: context });
    this.#context = context;
  }

  #read(chunk: Buffer): void {
    this.#received = Buffer.concat([this.#received, chunk]);
    for (;;) {
      const colon = this.#received.indexOf(':');
      const length = Number(this.#received.subarray(0, colon));
      const end = colon + 1 + length;
      if (colon === -1 || this.#received.length < end) return;
      const message: unknown = JSON.parse(this.#received.subarray(colon + 1, end).toString());
      this.#received = this.#received.subarray(end);
      // The greeting, `{ applicationType, marionetteProtocol }`, is the one message that is no array.
      if (Array.isArray(message)) this.#answer(message as unknown as Answer);
    }
  }

  #answer([, id, error, result]: Answer): void {
    const waiting = this.#waiting.get(id);
    this.#waiting.delete(id);
    if (error) waiting?.reject(new MarionetteError(error.error, error.message));
    else waiting?.resolve(result);
  }

  #failAll(error: Error): void {
    for (const { reject } of this.#waiting.values()) reject(error);
    this.#waiting.clear();
  }
}

/** What Firefox answered instead of a result; the code is WebDriver's, such as `no such element`. */
class MarionetteError extends Error {
  override readonly name = 'MarionetteError';

  constructor(
    readonly code: string,
    message: string,
  ) {
    super(`${code}: ${message}`);
  }
}

type Context = 'content' | 'chrome';
type Answer = [kind: 1, id: number, error: { error: string; message: string } | null, result: unknown];
