// @vitest-environment happy-dom
import { cleanup, screen, within } from '@testing-library/react';
import { userEvent } from '@testing-library/user-event';
import { afterEach, describe, expect, it } from 'vitest';
import { phrase } from '../../utils/words/phrase';
import { sampleModels } from '../testing/fake-models';
import { type FakeState, fakeServices, renderWith } from '../testing/fake-services';
import { Options } from './options';

afterEach(() => {
  cleanup();
  location.hash = '';
});

function showOptions(state: FakeState = {}) {
  const services = fakeServices(state);
  const user = userEvent.setup();
  const view = renderWith(services, <Options />);
  return { services, user, ...view };
}

const section = (name: string) => within(screen.getByRole('region', { name }));

describe('trust lists', () => {
  it('fetches the official list only when asked, and says whom it will contact', async () => {
    const { services, user } = showOptions();
    const button = await screen.findByRole('button', { name: 'Fetch the official C2PA list' });
    const hint = document.getElementById(button.getAttribute('aria-describedby') ?? '');
    expect(hint?.textContent).toContain('raw.githubusercontent.com');
    expect(services.calls).toEqual([]);
    await user.click(button);
    expect(services.calls).toEqual(['trustLists.fetchOfficial()']);
    expect(await screen.findByText(/41 certificates · from the C2PA conformance programme/)).toBeTruthy();
  });

  it('imports PEM files, and says why one was refused', async () => {
    const { services, user, container } = showOptions();
    const refuse = { said: phrase('subject.unreadable'), message: 'no certificate' };
    const refusing = {
      ...services,
      trustLists: { ...services.trustLists, importPem: () => Promise.reject(refuse) },
    };
    const input = () => {
      const found = document.querySelector('input[type=file]');
      if (!(found instanceof HTMLInputElement)) throw new Error('No file input');
      return found;
    };
    await user.upload(input(), new File(['-----BEGIN CERTIFICATE-----'], 'newsroom.pem'));
    expect(await screen.findByText('newsroom.pem')).toBeTruthy();
    container.remove();
    cleanup();
    renderWith(refusing, <Options />);
    await user.upload(input(), new File(['x'], 'notes.txt'));
    expect((await screen.findByRole('alert')).textContent).toContain('The file could not be read.');
  });

  it('keeps lists of the policy', async () => {
    const added = '2026-10-01T10:00:00Z';
    showOptions({
      lists: [
        { id: 'a', name: 'newsroom.pem', source: 'file', added, certificates: 1 },
        { id: 'b', name: 'Example Corp', source: 'policy', certificates: 2 },
      ],
    });
    expect(await screen.findByRole('button', { name: 'Remove newsroom.pem' })).toBeTruthy();
    expect(screen.queryByRole('button', { name: 'Remove Example Corp' })).toBeNull();
  });
});

describe('checks', () => {
  it('are switched off and on', async () => {
    const { services, user } = showOptions({ settings: { checksOff: ['metadata'] } });
    await user.click(await screen.findByRole('switch', { name: 'Content Credentials' }));
    await user.click(screen.getByRole('switch', { name: 'Metadata' }));
    expect(services.calls).toEqual([
      'settings.write({"checksOff":["metadata","provenance"]})',
      'settings.write({"checksOff":["provenance"]})',
    ]);
  });

  it('cannot be changed where a policy decides, and say so', async () => {
    showOptions({ fixed: ['checksOff'] });
    const toggle = await screen.findByRole('switch', { name: 'Content Credentials' });
    expect(toggle.hasAttribute('disabled')).toBe(true);
    expect(section('Checks').getAllByText('Set by your organisation’s policy.').length).toBeGreaterThan(0);
  });
});

describe('limits', () => {
  it('are written when the field is left', async () => {
    const { services, user } = showOptions();
    const field = await screen.findByLabelText('Largest file, in megabytes');
    await user.clear(field);
    await user.type(field, '128');
    expect(services.calls).toEqual([]);
    await user.tab();
    expect(services.calls).toEqual(['settings.write({"maxMegabytes":128})']);
  });

  it('are put back when they make no sense, with the reason', async () => {
    const { services, user } = showOptions();
    const field = await screen.findByLabelText('Largest file, in megabytes');
    await user.clear(field);
    await user.type(field, '5000{Enter}');
    expect(await screen.findByText('Not changed: it takes a whole number from 1 to 1,024.')).toBeTruthy();
    expect(field).toHaveProperty('value', '64');
    expect(services.calls).toEqual([]);
  });
});

describe('permissions', () => {
  it('shows the hosts that may be read, and takes one back', async () => {
    const { services, user } = showOptions({ hosts: ['https://cdn.example/*'] });
    await user.click(await screen.findByRole('button', { name: 'Take back https://cdn.example/*' }));
    expect(services.calls).toEqual(['permissions.remove(https://cdn.example/*)']);
    expect(await screen.findByText('No host has been allowed.')).toBeTruthy();
  });

  it('can be given for all sites, and taken back', async () => {
    const { services, user } = showOptions();
    await user.click(await screen.findByRole('button', { name: 'Allow all sites' }));
    await user.click(await screen.findByRole('button', { name: 'Take it back' }));
    expect(services.calls).toEqual(['permissions.requestAll()', 'permissions.remove(<all_urls>)']);
    expect(await screen.findByRole('button', { name: 'Allow all sites' })).toBeTruthy();
  });
});

describe('models', () => {
  it('are on a page of their own, where a reload stays', async () => {
    const { user } = showOptions({ models: [sampleModels.ready] });
    expect(screen.queryByRole('article')).toBeNull();
    await user.click(screen.getByRole('tab', { name: 'Models' }));
    expect(await screen.findByRole('article', { name: 'AI-generated pictures' })).toBeTruthy();
    expect(screen.getByRole('heading', { level: 1, name: 'Models' })).toBeTruthy();
    cleanup();
    showOptions({ models: [sampleModels.ready] });
    expect(await screen.findByRole('article', { name: 'AI-generated pictures' })).toBeTruthy();
  });
});
