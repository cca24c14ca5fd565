// @vitest-environment happy-dom
import { cleanup, screen, within } from '@testing-library/react';
import { userEvent } from '@testing-library/user-event';
import { afterEach, expect, it, vi } from 'vitest';
import type { LibraryEntry } from '../../utils/records/library-entry';
import { fakeServices, renderWith, sampleEntries } from '../testing/fake-services';
import { LibraryView } from './library-view';

afterEach(() => {
  cleanup();
  vi.restoreAllMocks();
});

function showLibrary(entries: readonly LibraryEntry[] = sampleEntries) {
  const services = fakeServices({ entries });
  const onCheckSomething = vi.fn();
  const user = userEvent.setup();
  const view = renderWith(services, <LibraryView onCheckSomething={onCheckSomething} />);
  return { services, user, onCheckSomething, ...view };
}

it('says what to do when nothing is kept, and can import even then', async () => {
  const { user, onCheckSomething } = showLibrary([]);
  await user.click(await screen.findByRole('button', { name: 'Check a picture' }));
  expect(onCheckSomething).toHaveBeenCalledOnce();
  expect(screen.getByRole('button', { name: 'Export' }).hasAttribute('disabled')).toBe(true);
  expect(screen.getByRole('button', { name: 'Import' }).hasAttribute('disabled')).toBe(false);
});

it('finds by words and by label', async () => {
  const { user } = showLibrary();
  await user.type(screen.getByRole('searchbox'), 'cairo');
  expect(await screen.findByRole('heading', { name: '1 entry' })).toBeTruthy();
  await user.clear(screen.getByRole('searchbox'));
  await user.selectOptions(screen.getByRole('combobox'), 'Own');
  expect(await screen.findByText('Logo, 2026 refresh')).toBeTruthy();
  expect(screen.getAllByRole('listitem')).toHaveLength(1);
});

it('shows of a text how it begins and how long it is', async () => {
  showLibrary();
  const item = within((await screen.findByText('Parcel notice')).closest('li') ?? document.body);
  expect(item.getByText(/^Your parcel could not be delivered/)).toBeTruthy();
  expect(item.getByText('83 words')).toBeTruthy();
});

it('changes name, label and note of an entry', async () => {
  const { services, user } = showLibrary();
  await user.click(await screen.findByRole('button', { name: 'Edit Logo, 2026 refresh' }));
  const dialog = within(screen.getByRole('dialog', { name: 'Edit entry' }));
  await user.type(dialog.getByLabelText('Note'), 'the round one');
  await user.click(dialog.getByRole('button', { name: 'Save' }));
  expect(services.calls).toEqual(['library.change(entry-2, Logo, 2026 refresh, own, the round one)']);
  expect(await screen.findByText('the round one')).toBeTruthy();
});

it('removes an entry only after a question', async () => {
  const { services, user } = showLibrary();
  await user.click(await screen.findByRole('button', { name: 'Remove Invoice template' }));
  expect(screen.getByRole('alertdialog', { name: 'Remove Invoice template?' })).toBeTruthy();
  await user.click(screen.getByRole('button', { name: 'Remove' }));
  expect(services.calls).toEqual(['library.remove(entry-1)']);
  expect(screen.queryByText('Invoice template')).toBeNull();
});

it('says what an import has done', async () => {
  const { services, user, container } = showLibrary();
  const input = container.querySelector('input[type=file]');
  if (!(input instanceof HTMLInputElement)) throw new Error('No file input');
  await user.upload(input, new File(['{}'], 'library.json', { type: 'application/json' }));
  expect(await screen.findByText('3 added, 2 already there, 1 not understood.')).toBeTruthy();
  expect(services.calls).toEqual(['library.importFrom({})']);
});

it('exports the library as a file', async () => {
  const { user } = showLibrary();
  const saved: string[] = [];
  vi.spyOn(HTMLAnchorElement.prototype, 'click').mockImplementation(function (this: HTMLAnchorElement) {
    saved.push(this.download);
  });
  await vi.waitFor(() =>
    expect(screen.getByRole('button', { name: 'Export' }).hasAttribute('disabled')).toBe(false),
  );
  await user.click(screen.getByRole('button', { name: 'Export' }));
  expect(saved).toEqual(['touchstone-library.json']);
});
