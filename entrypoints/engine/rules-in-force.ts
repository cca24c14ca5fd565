import type { TrustList } from '../../utils/checks/check';
import { ask } from '../../utils/messages/bus';
import type { Settings } from '../../utils/policy/settings';
import { anchorsOf, type TrustLists } from '../../utils/records/trust-lists';

interface Rules {
  readonly settings: Settings;
  readonly anchors: readonly TrustList[];
}

/**
 * The settings and trust lists in force. They are asked for once, since an offscreen document must ask the service
 * worker, and again after either has changed: a check must not wait for that.
 */
export class RulesInForce {
  private known: Promise<Rules> | undefined;

  constructor(private readonly trustLists: Pick<TrustLists, 'list' | 'watch'>) {
    trustLists.watch(() => this.forget());
  }

  read(): Promise<Rules> {
    this.known ??= this.ask().catch((error: unknown) => {
      this.forget();
      throw error;
    });
    return this.known;
  }

  /** Something has changed; the next check asks anew. */
  forget(): void {
    this.known = undefined;
  }

  private async ask(): Promise<Rules> {
    const [settings, policyLists, ownLists] = await Promise.all([
      ask('background', 'readSettings'),
      ask('background', 'readPolicyTrustLists'),
      this.trustLists.list(),
    ]);
    return { settings, anchors: anchorsOf([...policyLists, ...ownLists]) };
  }
}
