import type { AskedKind } from '../../utils/subject/subject';
import type { WordKey } from '../../utils/words/phrase';
import { Disclosure } from '../kit/disclosure';
import { ExternalLink } from '../kit/external-link';
import { useText } from '../words/words';

/** Names the marks that nobody but their owners can read, with the owner's checker to open by hand. */
export function UnseenMarks({ kind }: { readonly kind: AskedKind }) {
  const words = useText();
  return (
    <Disclosure title={words('ui.unseen.title')}>
      <p className="mb-2 text-soft">{words('ui.unseen.text')}</p>
      <ul className="flex flex-col gap-2">
        {UNSEEN_MARKS.filter(({ kinds }) => kinds.includes(kind)).map(({ name, who, links }) => (
          <li key={name}>
            <p>
              <span className="font-medium">{words(name)}</span>{' '}
              <span className="text-soft">{words(who)}</span>
            </p>
            <p className="flex flex-wrap gap-x-4">
              {links.map(({ label, href }) => (
                <ExternalLink key={href} href={href}>
                  {words(label)}
                </ExternalLink>
              ))}
            </p>
            {links.length === 0 && <p className="text-soft">{words('ui.unseen.noChecker')}</p>}
          </li>
        ))}
      </ul>
    </Disclosure>
  );
}

interface UnseenMark {
  /** What it is put into. */
  readonly kinds: readonly AskedKind[];
  readonly name: WordKey;
  /** Who writes it. */
  readonly who: WordKey;
  /** The owner's own pages. Nothing is sent there by us: the user uploads the picture or does not. */
  readonly links: readonly { readonly label: WordKey; readonly href: `https://${string}` }[];
}

const UNSEEN_MARKS: readonly UnseenMark[] = [
  {
    kinds: ['image', 'text'],
    name: 'ui.unseen.synthId.name',
    who: 'ui.unseen.synthId.who',
    links: [
      { label: 'ui.unseen.synthId.google', href: 'https://support.google.com/gemini/answer/16722517' },
      { label: 'ui.unseen.synthId.openai', href: 'https://openai.com/verify' },
    ],
  },
  {
    kinds: ['image'],
    name: 'ui.unseen.contentSeal.name',
    who: 'ui.unseen.contentSeal.who',
    links: [],
  },
  {
    kinds: ['image'],
    name: 'ui.unseen.digimarc.name',
    who: 'ui.unseen.digimarc.who',
    links: [
      {
        label: 'ui.unseen.digimarc.about',
        href: 'https://www.digimarc.com/products/digital-content-authentication',
      },
    ],
  },
  {
    kinds: ['image'],
    name: 'ui.unseen.trustMark.name',
    who: 'ui.unseen.trustMark.who',
    links: [{ label: 'ui.unseen.trustMark.adobe', href: 'https://contentauthenticity.adobe.com/inspect' }],
  },
  { kinds: ['text'], name: 'ui.unseen.keyed.name', who: 'ui.unseen.keyed.who', links: [] },
];
