// @vitest-environment happy-dom
import { cleanup, screen, within } from '@testing-library/react';
import { userEvent } from '@testing-library/user-event';
import { afterEach, describe, expect, it, vi } from 'vitest';
import type { Job } from '../../utils/jobs/job';
import { type FakeState, fakeServices, renderWith } from '../testing/fake-services';
import { samples } from '../testing/sample-jobs';
import { JobView } from './job-view';

afterEach(() => {
  cleanup();
  vi.restoreAllMocks();
});

function showJob(job: Job, state: FakeState = {}) {
  const services = fakeServices(state);
  return { services, user: userEvent.setup(), ...renderWith(services, <JobView job={job} />) };
}

const row = (name: RegExp) => screen.getByRole('button', { name });

describe('the answer', () => {
  it('stands first, with its reason, and every check has its row', () => {
    showJob(samples.declaredAi);
    expect(screen.getByRole('heading', { level: 2 }).textContent).toBe('Made with AI, says the file itself');
    expect(screen.getByText(/: Stable Diffusion web UI left its prompt$/)).toBeTruthy();
    expect(screen.getAllByRole('button', { expanded: false }).length).toBeGreaterThanOrEqual(4);
  });

  it('marks a fact and an estimate differently, for the eye and for the ear', () => {
    showJob(samples.likelyAi);
    const fact = within(row(/camera: Leica/)).getByRole('img', { name: 'Fact:' });
    const estimate = within(row(/0\.97/)).getByRole('img', { name: 'Estimate:' });
    expect(fact.getAttribute('data-filled')).toBe('true');
    expect(estimate.getAttribute('data-filled')).toBe('false');
  });

  it('names the marks that cannot be read, with links that send nothing along', async () => {
    const { user } = showJob(samples.nothingFound);
    await user.click(screen.getByText('What this cannot see'));
    const links = screen.getAllByRole('link');
    expect(links.length).toBeGreaterThan(0);
    for (const link of links) {
      expect(link.getAttribute('href')).toMatch(/^https:/);
      expect(link.getAttribute('rel')).toBe('noreferrer');
    }
  });
});

describe('rows', () => {
  it('open in place, one at a time', async () => {
    const { user } = showJob(samples.authentic);
    await user.click(row(/Content Credentials/));
    expect(screen.getByText('DigiCert Timestamp 2025')).toBeTruthy();
    await user.click(row(/camera: Leica/));
    expect(screen.getByText('Summilux-M 1:1.4/35 ASPH.')).toBeTruthy();
    expect(screen.queryByText('DigiCert Timestamp 2025')).toBeNull();
  });

  it('are reached with the arrow keys and opened with Enter', async () => {
    const { user } = showJob(samples.authentic);
    row(/Content Credentials/).focus();
    await user.keyboard('{ArrowDown}{ArrowDown}{Enter}');
    expect(row(/watermark/i).getAttribute('aria-expanded')).toBe('true');
    expect(screen.getByText('not looked for: it does not survive in this format')).toBeTruthy();
    await user.keyboard('{Home}{Enter}');
    expect(row(/Content Credentials/).getAttribute('aria-expanded')).toBe('true');
  });

  it('say that a check did not run, and show the technical detail of one that failed', async () => {
    const { user } = showJob(samples.incomplete);
    await user.click(row(/Could not run/));
    await user.click(screen.getByText('Details'));
    expect(screen.getByText(/RuntimeError: unreachable/)).toBeTruthy();
  });

  it('show evidence of a check without a renderer as names and values', async () => {
    const [first] = samples.nothingFound.rows;
    const signal = {
      ...first?.signals[0],
      check: 'new-one',
      evidence: { size: { width: 512, height: 511 } },
    };
    const rows = [{ ...first, check: 'new-one', signals: [signal] }] as Job['rows'];
    const { user } = showJob({ ...samples.nothingFound, rows });
    await user.click(row(/new-one/));
    expect(screen.getByText('width')).toBeTruthy();
    expect(screen.getByText('511')).toBeTruthy();
  });

  it('say that a model is being tested, once', () => {
    const rows = samples.running.rows.map((row) =>
      row.state === 'running' ? { ...row, state: 'testing' as const } : row,
    );
    showJob({ ...samples.running, rows });
    expect(screen.getByText('Testing the model on this machine, once')).toBeTruthy();
  });

  it('fall back to names and values where an old entry has another shape', async () => {
    const [first] = samples.authentic.rows;
    const old = {
      ...samples.authentic,
      rows: [{ ...first, signals: [{ ...first?.signals[0], evidence: { signedBy: 'Somebody' } }] }],
    } as unknown as Job;
    // React reports what the boundary has caught.
    vi.spyOn(console, 'error').mockImplementation(() => {});
    const { user } = showJob(old);
    await user.click(row(/Content Credentials/));
    expect(screen.getByText('signedBy')).toBeTruthy();
  });
});

describe('while it runs', () => {
  it('counts the checks that are done, and can be cancelled', async () => {
    const { services, user } = showJob(samples.running);
    const bar = screen.getByRole('progressbar', { name: 'Checks done' });
    expect(bar.getAttribute('aria-valuetext')).toBe('1 of 4 checks');
    await user.click(screen.getByRole('button', { name: 'Cancel' }));
    expect(services.calls).toEqual(['engine.cancel(running)']);
  });

  it('keeps what was found when it is cancelled, and says what did not run', () => {
    showJob(samples.cancelled);
    expect(screen.getByRole('heading', { level: 2 }).textContent).toBe('Cancelled before it was finished');
    expect(screen.getAllByText('Did not run')).toHaveLength(3);
    expect(screen.getByText('no metadata')).toBeTruthy();
  });
});

describe('a picture that could not be read', () => {
  it('says what happened and what still works, and asks for the one host that would help', async () => {
    const { services, user } = showJob(samples.blocked);
    const alert = screen.getByRole('alert');
    expect(alert.textContent).toContain('The browser does not let this picture be read from cdn.example.');
    expect(alert.textContent).toContain('You can also save the picture and drop the file here.');
    await user.click(screen.getByRole('button', { name: 'Allow reading from cdn.example' }));
    expect(services.calls).toEqual([
      'permissions.request(https://cdn.example/harbour-1600.jpg)',
      'engine.again(blocked)',
    ]);
  });

  it('asks for the permission inside the click, as the browsers demand', async () => {
    const { services } = showJob(samples.blocked);
    screen.getByRole('button', { name: 'Allow reading from cdn.example' }).click();
    expect(services.calls).toEqual(['permissions.request(https://cdn.example/harbour-1600.jpg)']);
  });

  it('does not read again when the user refuses', async () => {
    const { services, user } = showJob(samples.blocked, { grants: false });
    await user.click(screen.getByRole('button', { name: 'Allow reading from cdn.example' }));
    expect(services.calls).toEqual(['permissions.request(https://cdn.example/harbour-1600.jpg)']);
  });

  it('offers the file where only the screen was read', async () => {
    const { services, user } = showJob(samples.pixelsOnly);
    expect(screen.getByText(/Only the picture on the screen was read/)).toBeTruthy();
    await user.click(screen.getByRole('button', { name: 'Allow reading from cdn.example' }));
    expect(services.calls).toContain('engine.again(pixelsOnly)');
  });
});

describe('versions', () => {
  it('says which one was read and reads another one', async () => {
    const { services, user } = showJob(samples.known);
    await user.click(screen.getByRole('button', { name: 'Read: the largest version offered (1,600 px)' }));
    await user.click(await screen.findByRole('menuitemradio', { name: /the original that it links to/ }));
    expect(services.calls).toEqual(['engine.chooseCandidate(known, 2)']);
  });
});

describe('names from elsewhere', () => {
  it('cannot turn the text around them', () => {
    showJob({
      ...samples.nothingFound,
      subject: { ...samples.nothingFound.subject, name: 'photo\u202Egpj.exe' } as never,
    });
    const name = screen.getByText('photo\uFFFDgpj.exe');
    expect(name.tagName).toBe('BDI');
  });

  it('are isolated inside a sentence when they run from right to left', async () => {
    showJob(samples.unknownSigner);
    expect(
      screen.getByText(/signed in the name of \u2068שלום עולם Ltd\u2069, intact/, { selector: 'p' }),
    ).toBeTruthy();
  });
});

describe('adding to the library', () => {
  it('keeps the fingerprint under the name, label and note that the user gives', async () => {
    const { services, user } = showJob(samples.authentic);
    await user.click(screen.getByRole('button', { name: 'Add to library' }));
    const dialog = within(screen.getByRole('dialog'));
    await user.clear(dialog.getByLabelText('Name'));
    await user.type(dialog.getByLabelText('Name'), 'Harbour');
    await user.selectOptions(dialog.getByLabelText('Label'), 'Generated');
    await user.type(dialog.getByLabelText('Note'), 'for the May issue');
    await user.click(dialog.getByRole('button', { name: 'Add' }));
    expect(services.calls).toEqual(['library.add(Harbour, generated, for the May issue)']);
    expect(await screen.findByRole('button', { name: 'Added to library' })).toBeTruthy();
  });

  it('keeps a text with the fingerprints that the engine makes of it', async () => {
    const { services, user } = showJob(samples.knownText);
    const add = vi.spyOn(services.library, 'add');
    expect(screen.getByText(/^Your parcel .* still open/, { selector: 'mark *' })).toBeTruthy();
    await user.click(screen.getByRole('button', { name: 'Add to library' }));
    const dialog = within(screen.getByRole('dialog'));
    expect(dialog.getByText(/also when they are edited lightly/)).toBeTruthy();
    await user.click(dialog.getByRole('button', { name: 'Add' }));
    expect(services.calls).toEqual(['engine.fingerprintText(knownText)', 'library.add(Hello all, own, )']);
    expect(add.mock.calls[0]?.[0]).toMatchObject({ kind: 'text', words: 83, fingerprints: [7], origin: '' });
  });

  it('says why it cannot where there is no fingerprint', async () => {
    const { user } = showJob(samples.flat);
    const button = screen.getByRole('button', { name: 'Add to library' });
    expect(button.getAttribute('aria-disabled')).toBe('true');
    const reason = document.getElementById(button.getAttribute('aria-describedby') ?? '');
    expect(reason?.textContent).toContain('It cannot be added to the library:');
    await user.click(button);
    expect(screen.queryByRole('dialog')).toBeNull();
  });
});

describe('reports', () => {
  it('are copied as text', async () => {
    const { user } = showJob(samples.altered);
    await user.click(screen.getByRole('button', { name: 'Copy' }));
    expect(await navigator.clipboard.readText()).toContain('Changed after it was signed');
    expect(await screen.findByRole('button', { name: 'Copied' })).toBeTruthy();
  });
});

describe('a text', () => {
  it('is shown as text, with what is hidden in it marked in its place', () => {
    showJob(samples.hiddenText);
    expect(screen.getByRole('heading', { level: 2 }).textContent).toBe(
      'Do not act on this yet: it hides something from its reader',
    );
    const text = screen.getByRole('region', { name: 'The text' });
    expect(text.textContent).toContain('<b>&amp;</b>');
    expect([...text.querySelectorAll('mark')].map((mark) => mark.textContent)).toEqual([
      '[2 unseen characters] reply yes',
      'p\u0430rcel',
    ]);
    expect(screen.getByText('40 characters')).toBeTruthy();
    expect(screen.getByText('news.example')).toBeTruthy();
  });

  it('has its hidden places listed, with what they say and read as', async () => {
    const { user } = showJob(samples.hiddenText);
    await user.click(row(/Hidden text/));
    expect(screen.getByText('Invisible tag characters'.toLowerCase())).toBeTruthy();
    expect(screen.getByText('parcel')).toBeTruthy();
    expect(screen.getByText('U+E0072, U+E0065')).toBeTruthy();
  });

  it('says how much of it is shown', () => {
    const { subject } = samples.hiddenText;
    if (!subject) throw new Error('The sample has a subject');
    const long = { ...subject, text: { content: 'abc', characters: 50_000 } };
    showJob({ ...samples.hiddenText, subject: long });
    expect(screen.getByText('The first 3 of 50,000 characters are shown.')).toBeTruthy();
  });
});
