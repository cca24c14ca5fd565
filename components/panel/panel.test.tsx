// @vitest-environment happy-dom
import { act, cleanup, fireEvent, screen, within } from '@testing-library/react';
import { userEvent } from '@testing-library/user-event';
import { afterEach, describe, expect, it } from 'vitest';
import type { Job } from '../../utils/jobs/job';
import { type FakeState, fakeServices, renderWith, sampleEntries } from '../testing/fake-services';
import { samples } from '../testing/sample-jobs';
import { Panel } from './panel';

afterEach(cleanup);

function showPanel(state: FakeState) {
  const services = fakeServices(state);
  return { services, user: userEvent.setup(), ...renderWith(services, <Panel />) };
}

const picture = new File(['x'], 'dropped.png', { type: 'image/png' });

describe('before anything was checked', () => {
  it('says what to do, and lets the user point at a picture', async () => {
    const { services, user } = showPanel({});
    expect(screen.getByRole('heading', { name: 'Where does it come from?' })).toBeTruthy();
    await user.click(screen.getByRole('button', { name: 'Pick a picture on this page' }));
    expect(services.calls).toEqual(['engine.pick()']);
  });

  it('checks a file that is dropped anywhere, one after the other', async () => {
    const { services } = showPanel({});
    const other = new File(['y'], 'other.png', { type: 'image/png' });
    fireEvent.drop(screen.getByRole('main'), { dataTransfer: { files: [picture, other] } });
    await act(async () => {});
    expect(services.calls).toEqual(['engine.checkFile(dropped.png)', 'engine.checkFile(other.png)']);
  });

  it('checks a pasted picture', async () => {
    const { services } = showPanel({});
    fireEvent.paste(document, { clipboardData: { files: [picture] } });
    await act(async () => {});
    expect(services.calls).toEqual(['engine.checkFile(dropped.png)']);
  });

  it('explains what to do with something dropped that is no file', async () => {
    showPanel({});
    fireEvent.drop(screen.getByRole('main'), { dataTransfer: { files: [] } });
    expect((await screen.findByRole('alert')).textContent).toContain('That was no file.');
  });
});

describe('the announcement', () => {
  it('tells the answer once, when the job ends, and nothing while its rows come in', () => {
    const fresh = (job: Job): Job => ({ ...job, id: 'one', created: new Date().toISOString() });
    const { services } = showPanel({ jobs: [fresh(samples.running)] });
    const status = screen.getByRole('status');
    expect(status.textContent).toBe('');
    act(() => services.show([fresh({ ...samples.running, rows: samples.nothingFound.rows })]));
    expect(status.textContent).toBe('');
    act(() => services.show([fresh(samples.nothingFound)]));
    expect(status.textContent).toContain('Nothing found. That does not make it genuine.');
  });

  it('does not read out an old answer when the panel is opened', () => {
    showPanel({ jobs: [samples.authentic] });
    expect(screen.getByRole('status').textContent).toBe('');
  });
});

describe('which view is shown', () => {
  it('brings the check view when a new job starts elsewhere', async () => {
    const { services, user } = showPanel({ jobs: [samples.authentic], entries: sampleEntries });
    await user.click(screen.getByRole('tab', { name: 'Library' }));
    expect(await screen.findByText('Logo, 2026 refresh')).toBeTruthy();
    const started = { ...samples.running, created: new Date().toISOString() };
    act(() => services.show([started, samples.authentic]));
    expect(screen.getByRole('heading', { name: 'Checking…' })).toBeTruthy();
  });

  it('leaves the user where they are when past checks are heard of late', async () => {
    const { services, user } = showPanel({ entries: sampleEntries });
    await user.click(screen.getByRole('tab', { name: 'Library' }));
    act(() => services.show([samples.nothingFound, samples.altered]));
    expect(await screen.findByText('Logo, 2026 refresh')).toBeTruthy();
    expect(screen.getByRole('tab', { name: 'Library', selected: true })).toBeTruthy();
  });

  it('opens an earlier check, and goes back to the newest when another one starts', async () => {
    const { services, user } = showPanel({ jobs: [samples.nothingFound, samples.altered] });
    const recent = screen.getByRole('region', { name: 'Recent checks' });
    await user.click(within(recent).getByRole('button', { name: /Changed after it was signed/ }));
    expect(screen.getByRole('heading', { level: 2, name: 'Changed after it was signed' })).toBeTruthy();
    act(() => services.show([samples.running, samples.nothingFound, samples.altered]));
    expect(screen.getByRole('heading', { level: 2, name: 'Checking…' })).toBeTruthy();
  });

  it('lists ten earlier checks, and the others when they are asked for, by the keyboard too', async () => {
    const earlier = Array.from({ length: 13 }, (_, index) => ({
      ...samples.altered,
      id: `earlier-${index}`,
    }));
    const { user } = showPanel({ jobs: [samples.nothingFound, ...earlier] });
    const recent = within(screen.getByRole('region', { name: 'Recent checks' }));
    expect(recent.getAllByRole('listitem')).toHaveLength(10);
    recent.getByRole('button', { name: 'Show all 13' }).focus();
    await user.keyboard('{Enter}');
    const lines = recent.getAllByRole('listitem');
    expect(lines).toHaveLength(13);
    expect(lines[10]?.contains(document.activeElement)).toBe(true);
    expect(recent.queryByRole('button', { name: /Show all/ })).toBeNull();
  });

  it('opens the settings in their own page', async () => {
    const { services, user } = showPanel({});
    await user.click(screen.getByRole('button', { name: 'Settings' }));
    expect(services.calls).toEqual(['openOptions()']);
  });
});

describe('asking to keep a picture from a page’s menu', () => {
  it('opens the form as soon as there is a fingerprint', () => {
    const job = { ...samples.known, intent: 'add-to-library', created: new Date().toISOString() } as const;
    const { services } = showPanel({ jobs: [{ ...job, status: 'checking' }] });
    expect(screen.queryByRole('dialog')).toBeNull();
    act(() => services.show([job]));
    expect(screen.getByRole('dialog', { name: 'Add to library' })).toBeTruthy();
  });

  it('does not ask again when the panel is opened later on', () => {
    showPanel({ jobs: [{ ...samples.known, intent: 'add-to-library', created: '2026-01-01T00:00:00Z' }] });
    expect(screen.queryByRole('dialog')).toBeNull();
  });
});

describe('a text', () => {
  it('that was typed is checked, and the field is empty again', async () => {
    const { services, user } = showPanel({});
    const field = screen.getByLabelText<HTMLTextAreaElement>('A text');
    await user.type(field, 'some words');
    await user.click(screen.getByRole('button', { name: 'Check text' }));
    expect(services.calls).toContain('engine.checkText(some words)');
    expect(field.value).toBe('');
  });

  it('is asked for where there is none', async () => {
    const { services, user } = showPanel({});
    await user.click(screen.getByRole('button', { name: 'Check text' }));
    expect(document.activeElement).toBe(screen.getByLabelText('A text'));
    expect(services.calls.filter((call) => call.startsWith('engine.checkText'))).toEqual([]);
  });

  it('as long as a book is checked when it is pasted, without being laid out', async () => {
    const { services, user } = showPanel({});
    const field = screen.getByLabelText<HTMLTextAreaElement>('A text');
    await user.click(field);
    await user.paste('word '.repeat(20_000));
    expect(services.calls.some((call) => call.startsWith('engine.checkText(word'))).toBe(true);
    expect(field.value).toBe('');
  });

  it('pasted beside every field is checked', async () => {
    const { services, user } = showPanel({});
    await user.paste('pasted words');
    expect(services.calls).toContain('engine.checkText(pasted words)');
  });
});
