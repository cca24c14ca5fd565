/** Calls back once nothing has happened for a while; with every touch the while begins anew. */
export class IdleEnd {
  private timer: ReturnType<typeof setTimeout> | undefined;
  private idleSeconds = DEFAULT_IDLE_SECONDS;

  constructor(private readonly onIdle: () => void) {}

  touch(): void {
    clearTimeout(this.timer);
    this.timer = setTimeout(this.onIdle, this.idleSeconds * 1000);
  }

  /** How long the while is, from now on. */
  setSeconds(idleSeconds: number): void {
    this.idleSeconds = idleSeconds;
    this.touch();
  }
}

/** Until the settings have been read. */
const DEFAULT_IDLE_SECONDS = 60;
