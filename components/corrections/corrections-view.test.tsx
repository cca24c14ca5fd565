// @vitest-environment happy-dom
import { cleanup, screen, within } from '@testing-library/react';
import { userEvent } from '@testing-library/user-event';
import { afterEach, expect, it, vi } from 'vitest';
import { StorageError } from '../../utils/records/storage-error';
import { phrase } from '../../utils/words/phrase';
import { sampleVerdicts } from '../testing/fake-human-verdicts';
import { fakeServices, renderWith } from '../testing/fake-services';
import { CorrectionsView } from './corrections-view';

afterEach(() => {
  cleanup();
  vi.restoreAllMocks();
});

function showCorrections(verdicts = sampleVerdicts) {
  const services = fakeServices({ verdicts });
  const user = userEvent.setup();
  const view = renderWith(services, <CorrectionsView />);
  return { services, user, ...view };
}

const items = () => screen.findAllByRole('listitem');

it('says what to do while there is none', async () => {
  showCorrections([]);
  expect(await screen.findByText('No corrections yet')).toBeTruthy();
  expect(screen.getByText(/press “Wrong\?” under it/)).toBeTruthy();
  expect(screen.queryByRole('button')).toBeNull();
});

it('shows what was said and what the answer was, the picture only where it was kept', async () => {
  const { container } = showCorrections();
  const [own, edited, unknown] = await items();
  expect(own?.textContent).toContain('Not made with AI: by camera or by hand');
  expect(own?.textContent).toMatch(/The answer was: Likely AI, 0\.97/);
  expect(own?.textContent).toContain('My own photograph, of March.');
  expect(edited?.textContent).toContain('invoice-2026-11.png');
  const withoutNumbers = 'Numbers that describe the picture were not at hand.';
  expect(own?.textContent).not.toContain(withoutNumbers);
  expect(edited?.textContent).toContain(withoutNumbers);
  expect(unknown?.textContent).not.toContain('harbour');
  expect(container.querySelectorAll('img')).toHaveLength(1);
  expect(screen.getByRole('heading', { name: '3 corrections' })).toBeTruthy();
});

it('finds by label and by check', async () => {
  const { user } = showCorrections();
  await items();
  await user.selectOptions(screen.getByLabelText('Show only this label'), 'Made with AI');
  expect(await screen.findByText('No correction fits')).toBeTruthy();
  await user.selectOptions(screen.getByLabelText('Show only this label'), 'All labels');
  await user.selectOptions(screen.getByLabelText('Show only answers of this check'), 'AI-generated picture');
  await vi.waitFor(() => expect(screen.getAllByRole('listitem')).toHaveLength(1));
  expect(screen.getByRole('heading', { name: '1 correction' })).toBeTruthy();
});

it('deletes one, and all, only after a question', async () => {
  const { services, user } = showCorrections();
  await items();
  await user.click(screen.getByRole('button', { name: /^Delete the correction of invoice-2026/ }));
  await user.click(within(screen.getByRole('alertdialog')).getByRole('button', { name: 'Delete' }));
  await vi.waitFor(() => expect(screen.getAllByRole('listitem')).toHaveLength(2));
  await user.click(screen.getByRole('button', { name: 'Delete all' }));
  await user.click(screen.getByRole('button', { name: 'Cancel' }));
  await user.click(screen.getByRole('button', { name: 'Delete all' }));
  await user.click(within(screen.getByRole('alertdialog')).getByRole('button', { name: 'Delete all' }));
  expect(await screen.findByText('No corrections yet')).toBeTruthy();
  expect(services.calls).toEqual(['humanVerdicts.remove(bbbb)', 'humanVerdicts.clear()']);
});

it('exports records, and with pictures where there are some', async () => {
  const saved: string[] = [];
  vi.spyOn(HTMLAnchorElement.prototype, 'click').mockImplementation(function (this: HTMLAnchorElement) {
    saved.push(this.download);
  });
  const { user } = showCorrections();
  await user.click(await screen.findByRole('button', { name: 'Export' }));
  await user.click(screen.getByRole('button', { name: 'Export with pictures' }));
  await vi.waitFor(() =>
    expect(saved).toEqual(['touchstone-corrections.jsonl', 'touchstone-corrections.zip']),
  );
  cleanup();
  showCorrections(sampleVerdicts.slice(1));
  await items();
  expect(screen.queryByRole('button', { name: 'Export with pictures' })).toBeNull();
});

it('says when one cannot be deleted, and keeps it in sight', async () => {
  const { services, user } = showCorrections();
  vi.spyOn(services.humanVerdicts, 'remove').mockRejectedValue(
    new StorageError(phrase('records.notKept'), 'UnknownError'),
  );
  await items();
  await user.click(screen.getByRole('button', { name: /^Delete the correction of invoice-2026/ }));
  await user.click(within(screen.getByRole('alertdialog')).getByRole('button', { name: 'Delete' }));
  expect((await screen.findByRole('alert')).textContent).toContain('Nothing that was kept before is lost.');
  expect(screen.getAllByRole('listitem')).toHaveLength(3);
});
