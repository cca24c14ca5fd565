import { Trash2 } from 'lucide-react';
import { Button, IconButton } from '../kit/button';
import { ProblemNote } from '../kit/problem-note';
import { useAction } from '../kit/use-action';
import { useLoaded } from '../kit/use-loaded';
import { Verbatim } from '../kit/verbatim';
import { useServices } from '../services';
import { useText } from '../words/words';
import { Section } from './section';

/** The match patterns by which browsers call "all sites". */
const ALL_SITES: readonly string[] = ['<all_urls>', '*://*/*', 'http://*/*', 'https://*/*'];

/** The ladder of permissions, where the user stands on it, and the way up and down. */
export function PermissionsSection() {
  const words = useText();
  const { permissions } = useServices();
  const { value: hosts, problem: readProblem, reload } = useLoaded(permissions.hosts, permissions.watch);
  const { run, busy, problem } = useAction();
  const everywhere = hosts?.filter((host) => ALL_SITES.includes(host)) ?? [];
  const single = hosts?.filter((host) => !ALL_SITES.includes(host)) ?? [];
  const remove = (origins: readonly string[]) =>
    run(async () => {
      for (const origin of origins) await permissions.remove(origin);
      reload();
    });
  return (
    <Section title={words('ui.options.permissions.title')} text={words('ui.options.permissions.text')}>
      <ol className="flex list-decimal flex-col gap-1 ps-5">
        <li>{words('ui.options.permissions.stepHost')}</li>
        <li>{words('ui.options.permissions.stepPage')}</li>
        <li>{words('ui.options.permissions.stepPixels')}</li>
      </ol>
      {hosts && single.length === 0 && everywhere.length === 0 && (
        <p>{words('ui.options.permissions.none')}</p>
      )}
      {single.length > 0 && (
        <ul className="border-b border-line">
          {single.map((host) => (
            <li key={host} className="flex items-center gap-3 border-t border-line py-1">
              <span className="min-w-0 flex-1">
                <Verbatim>{host}</Verbatim>
              </span>
              <IconButton
                icon={Trash2}
                label={words('ui.options.permissions.remove', { host })}
                onClick={() => remove([host])}
              />
            </li>
          ))}
        </ul>
      )}
      <div className="flex flex-col items-start gap-2">
        {everywhere.length > 0 ? (
          <>
            <p>{words('ui.options.permissions.everywhere')}</p>
            <Button disabled={busy} onClick={() => remove(everywhere)}>
              {words('ui.options.permissions.takeBack')}
            </Button>
          </>
        ) : (
          <Button disabled={busy} onClick={() => run(() => permissions.requestAll().then(reload))}>
            {words('ui.options.permissions.allowAll')}
          </Button>
        )}
      </div>
      <ProblemNote problem={problem ?? readProblem} />
    </Section>
  );
}
