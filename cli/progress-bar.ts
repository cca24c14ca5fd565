import type { WriteStream } from 'node:tty';

type Terminal = Pick<WriteStream, 'isTTY' | 'write'>;

/** A bar with count and time left on the standard error; it is drawn on a terminal only. */
export class ProgressBar {
  readonly #start = performance.now();
  #done = 0;
  #drawn = 0;

  constructor(
    private readonly stream: Terminal,
    private readonly total: number,
  ) {}

  advance(): void {
    this.#done += 1;
    if (performance.now() - this.#drawn >= REDRAW_MS) this.draw();
  }

  /** Takes the bar away, so that a line can be written where it stood. */
  clear(): void {
    if (!this.#shown) return;
    this.stream.write('\r\u001b[K');
  }

  draw(): void {
    if (!this.#shown) return;
    this.#drawn = performance.now();
    const filled = Math.round((this.#done / this.total) * BAR_WIDTH);
    const bar = '█'.repeat(filled) + '░'.repeat(BAR_WIDTH - filled);
    this.stream.write(`\r\u001b[K${bar} ${this.#done} of ${this.total}${this.#timeLeft()}`);
  }

  /** A single subject is done before a bar could be read. */
  get #shown(): boolean {
    return this.stream.isTTY && this.total > 1;
  }

  #timeLeft(): string {
    if (this.#done === 0) return '';
    const each = (performance.now() - this.#start) / this.#done;
    const seconds = Math.ceil((each * (this.total - this.#done)) / 1000);
    return seconds < 60 ? `, ${seconds} s left` : `, ${Math.ceil(seconds / 60)} min left`;
  }
}

const BAR_WIDTH = 24;
const REDRAW_MS = 100;
