// @vitest-environment happy-dom
import { cleanup, screen, waitFor, within } from '@testing-library/react';
import { userEvent } from '@testing-library/user-event';
import { afterEach, describe, expect, it, vi } from 'vitest';
import type { ModelStatus, ModelsClient } from '../../utils/inference/model-status';
import { DEFAULT_MODEL_LIMITS } from '../../utils/inference/model-status';
import { PackError } from '../../utils/inference/pack-error';
import { phrase } from '../../utils/words/phrase';
import type { Services } from '../services';
import { sampleModels } from '../testing/fake-models';
import { type FakeState, fakeServices, renderWith } from '../testing/fake-services';
import { ModelsView } from './models-view';

afterEach(() => {
  cleanup();
  location.hash = '';
  vi.restoreAllMocks();
});

const ALL = Object.values(sampleModels);
const SHA256 = 'AB'.repeat(32);

function showModels(models: readonly ModelStatus[] = ALL, state: FakeState = {}) {
  const services = fakeServices({ models, ...state });
  return { ...showWith(services), services };
}

function showWith(services: Services) {
  const user = userEvent.setup();
  return { user, ...renderWith(services, <ModelsView />) };
}

/** Services whose models fail in one thing. */
function failing(changes: Partial<ModelsClient>): Services {
  const services = fakeServices({ models: ALL });
  return { ...services, models: { ...services.models, ...changes } };
}

const model = async (title: string) => within(await screen.findByRole('article', { name: title }));

describe('a model', () => {
  it('says what it does, where it comes from, how it runs here and what became of its runs', async () => {
    showModels();
    const article = await model('AI-generated pictures');
    for (const text of [
      'Estimates whether a picture was made with AI.',
      'In service',
      'It gives the right numbers on this device, with WebAssembly.',
      'clip-b16 1.0.0',
      '310 MB',
      '1,234',
    ]) {
      expect(article.getByText(text)).toBeTruthy();
    }
    expect(article.getByText(/ai-image 1\.1\.0/).parentElement?.textContent).toContain('imported');
    expect(article.getByText(/last: no answer in time/)).toBeTruthy();
    expect(article.getByText('no answer after 15 s')).toBeTruthy();
    expect(article.getByText(/On 10 kept inputs the largest difference was 0\.00042\./)).toBeTruthy();
  });

  it('that suspended itself says since when and why', async () => {
    showModels();
    const article = await model('Exchanged faces');
    expect(article.getByText('Suspended')).toBeTruthy();
    expect(article.getByText(/^It suspended itself, November 25, 2026.*: On this device/)).toBeTruthy();
    expect(article.getByText('logit differs by 4.2')).toBeTruthy();
  });

  it('that was never tested here says so', async () => {
    showModels();
    const article = await model('Faces in pictures');
    expect(article.getByText('It will be tested on this device before its first answer.')).toBeTruthy();
    expect(article.getByText('not yet on this device')).toBeTruthy();
  });

  it('shows every backend’s test, which one is in use, and why another is not', async () => {
    showModels();
    const article = await model('AI-generated pictures');
    const [wasm, webgpu] = article
      .getAllByRole('listitem', { hidden: true })
      .map(({ textContent }) => textContent);
    expect(wasm).toMatch(/WebAssembly: passed.*in use.*0\.012.*210 ms.*64 ms.*41 ms/);
    expect(webgpu).toMatch(/WebGPU: not available/);
    const other = await model('Exchanged faces');
    expect(other.getByText('WebAssembly: wrong numbers')).toBeTruthy();
    expect(other.getByText('WebGPU: not available')).toBeTruthy();
  });

  it('shows its card', async () => {
    showModels();
    const article = await model('Faces in pictures');
    expect(await article.findByRole('heading', { name: 'Card of faces', hidden: true })).toBeTruthy();
    expect(article.getByText('nothing').closest('strong')).toBeTruthy();
  });

  it('takes the focus of whoever came by a link to it', async () => {
    location.hash = '#models/faces';
    showModels();
    const article = await screen.findByRole('article', { name: 'Faces in pictures' });
    await waitFor(() => expect(document.activeElement).toBe(article));
  });
});

describe('what can be done', () => {
  it('suspends and resumes', async () => {
    const { services, user } = showModels();
    const article = await model('AI-generated pictures');
    await user.click(article.getByRole('button', { name: 'Suspend: AI-generated pictures' }));
    expect(await article.findByText(/^Suspended by hand, /)).toBeTruthy();
    await user.click(article.getByRole('button', { name: 'Resume: AI-generated pictures' }));
    expect(await article.findByText('It passed the test and is in service again.')).toBeTruthy();
    expect(services.calls).toEqual(['models.suspend(ai-image)', 'models.resume(ai-image)']);
  });

  it('rolls back only where there is an earlier version', async () => {
    const { services, user } = showModels();
    expect((await model('Faces in pictures')).queryByRole('button', { name: /Roll back/ })).toBeNull();
    const article = await model('AI-generated pictures');
    await user.click(article.getByRole('button', { name: /^Roll back to 1\.0\.0/ }));
    expect(services.calls).toEqual(['models.rollBack(ai-image)']);
    expect(await article.findByText(/The earlier version passed the test/)).toBeTruthy();
    expect(article.queryByRole('button', { name: /Roll back/ })).toBeNull();
  });

  it('tests, and says what came out', async () => {
    const { user } = showModels();
    const article = await model('Faces in pictures');
    await user.click(article.getByRole('button', { name: /^Test now/ }));
    expect(await article.findByText('The test is passed, with WebAssembly.')).toBeTruthy();
  });

  it('says why a model stays out of service', async () => {
    const why = phrase('models.why.wrong');
    const { user } = showWith(
      failing({ resume: () => Promise.reject({ said: phrase('models.refused.trial', { why }) }) }),
    );
    const article = await model('Exchanged faces');
    await user.click(article.getByRole('button', { name: /^Resume/ }));
    expect((await article.findByRole('alert')).textContent).toContain('Not put into service');
    expect(article.getByText('Suspended')).toBeTruthy();
  });

  it('exports as a file', async () => {
    const saved: string[] = [];
    vi.spyOn(HTMLAnchorElement.prototype, 'click').mockImplementation(function (this: HTMLAnchorElement) {
      saved.push(this.download);
    });
    const { user } = showModels();
    await user.click((await model('AI-generated pictures')).getByRole('button', { name: /^Export/ }));
    expect(await screen.findByText('Packed.')).toBeTruthy();
    expect(saved).toEqual(['ai-image-1.1.0.zip']);
  });

  it('removes only what was imported, and only after a question', async () => {
    const { services, user } = showModels();
    expect((await model('Faces in pictures')).queryByRole('button', { name: /^Remove/ })).toBeNull();
    const remove = (await model('AI-generated pictures')).getByRole('button', { name: /^Remove/ });
    await user.click(remove);
    await user.click(screen.getByRole('button', { name: 'Cancel' }));
    expect(services.calls).toEqual([]);
    await user.click(remove);
    await user.click(within(screen.getByRole('alertdialog')).getByRole('button', { name: 'Remove' }));
    await waitFor(() => expect(screen.queryByRole('article', { name: 'AI-generated pictures' })).toBeNull());
    expect(services.calls).toEqual(['models.remove(ai-image)']);
  });

  it('changes a limit, and leaves the others as they are', async () => {
    const { services, user } = showModels([sampleModels.ready]);
    const field = await screen.findByLabelText('Most time for one run, in seconds');
    await user.clear(field);
    await user.type(field, '30{Enter}');
    const limits = JSON.stringify({ ...DEFAULT_MODEL_LIMITS, timeoutSeconds: 30 });
    expect(services.calls).toEqual([`models.setLimits(ai-image, ${limits})`]);
  });
});

describe('importing', () => {
  const inputs = () => [...document.querySelectorAll<HTMLInputElement>('input[type=file]')];

  it('takes a zip, and says that it serves', async () => {
    const { services, user } = showModels([]);
    const [zip] = inputs();
    if (!zip) throw new Error('No file input');
    await user.upload(zip, new File(['pack'], 'tiny.zip', { type: 'application/zip' }));
    expect(await screen.findByText(/^imported was imported\. It passed the test/)).toBeTruthy();
    expect(services.calls).toEqual(['models.importPack(pack)']);
    expect(await screen.findByRole('article')).toBeTruthy();
  });

  it('takes a folder as a pack', async () => {
    const { services, user } = showModels([]);
    const folder = inputs()[1];
    if (!folder) throw new Error('No folder input');
    const inFolder = (name: string) =>
      Object.defineProperty(new File([`of ${name}`], name), 'webkitRelativePath', { value: `tiny/${name}` });
    await user.upload(folder, [inFolder('card.md')]);
    expect((await screen.findByRole('alert')).textContent).toContain('The pack has no manifest.json.');
    expect(services.calls).toEqual([]);
    await user.upload(folder, [inFolder('manifest.json')]);
    await waitFor(() => expect(services.calls[0]).toContain('of manifest.json'));
  });

  it('says why a pack was refused, and that nothing has changed', async () => {
    const refuse = new PackError(phrase('modelPack.wrongHash', { name: 'tiny.onnx' }), 'SHA-256 00, not ff');
    const { user } = showWith(failing({ importPack: () => Promise.reject(refuse) }));
    await user.upload(inputs()[0] as HTMLInputElement, new File(['x'], 'tiny.zip'));
    const alert = await screen.findByRole('alert');
    expect(alert.textContent).toContain('tiny.onnx is not the file that its manifest describes');
    expect(alert.textContent).toContain('SHA-256 00, not ff');
    expect(alert.textContent).toContain('Nothing was imported');
  });
});

describe('fetching', () => {
  const address = () => screen.getByLabelText('Or fetch it from an address');
  const fetchButton = () => screen.getByRole('button', { name: 'Fetch' });

  it('asks for the host at the click, then fetches and imports', async () => {
    const { services, user } = showModels([]);
    await user.type(address(), 'https://models.example/tiny.zip');
    await user.type(screen.getByLabelText(/^Its SHA-256/), ` ${SHA256} `);
    await user.click(fetchButton());
    expect(await screen.findByText(/^imported was imported/)).toBeTruthy();
    expect(services.calls).toEqual([
      'permissions.request(https://models.example/tiny.zip)',
      `download(https://models.example/tiny.zip, ${SHA256.toLowerCase()})`,
      'models.importPack(pack)',
    ]);
  });

  it('fetches nothing when the host is not allowed', async () => {
    const { services, user } = showModels([], { grants: false });
    await user.type(address(), 'https://models.example/tiny.zip{Enter}');
    expect((await screen.findByRole('alert')).textContent).toContain('models.example');
    expect(services.calls).toEqual(['permissions.request(https://models.example/tiny.zip)']);
  });

  it('asks for no host, and fetches nothing, with a hash that is none', async () => {
    const { services, user } = showModels([]);
    await user.type(address(), 'https://models.example/tiny.zip');
    await user.type(screen.getByLabelText(/^Its SHA-256/), 'abc');
    await user.click(fetchButton());
    expect((await screen.findByRole('alert')).textContent).toContain('That is no SHA-256');
    expect(services.calls).toEqual([]);
  });

  it('shows how far it is, and stops when told', async () => {
    const fake = fakeServices();
    const { user } = showWith({
      ...fake,
      download: (_, { signal, onProgress }) => {
        onProgress({ received: 1_000_000, size: 4_000_000 });
        return new Promise((_, reject) => signal.addEventListener('abort', () => reject(signal.reason)));
      },
    });
    await user.type(address(), 'https://models.example/tiny.zip{Enter}');
    const bar = await screen.findByRole('progressbar', { name: 'Fetched' });
    expect(bar.getAttribute('aria-valuetext')).toBe('1 MB of 4 MB');
    await user.click(screen.getByRole('button', { name: 'Cancel' }));
    expect(await screen.findByText(/^Stopped\./)).toBeTruthy();
    expect(screen.queryByRole('alert')).toBeNull();
    expect(fake.calls).not.toContain('models.importPack(pack)');
  });
});
