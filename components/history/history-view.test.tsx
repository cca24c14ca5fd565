// @vitest-environment happy-dom
import { cleanup, screen } from '@testing-library/react';
import { userEvent } from '@testing-library/user-event';
import { afterEach, expect, it, vi } from 'vitest';
import { fakeServices, renderWith } from '../testing/fake-services';
import { samples } from '../testing/sample-jobs';
import { HistoryView } from './history-view';

afterEach(cleanup);

function showHistory(past = [samples.authentic, samples.declaredAi, samples.known]) {
  const services = fakeServices({ past });
  const onCheckSomething = vi.fn();
  const user = userEvent.setup();
  renderWith(services, <HistoryView onCheckSomething={onCheckSomething} />);
  return { services, user, onCheckSomething };
}

it('says what to do when nothing was checked yet', async () => {
  const { user, onCheckSomething } = showHistory([]);
  await user.click(await screen.findByRole('button', { name: 'Check a picture' }));
  expect(onCheckSomething).toHaveBeenCalledOnce();
});

it('finds by name, and by the answer', async () => {
  const { user } = showHistory();
  expect(await screen.findAllByRole('listitem')).toHaveLength(3);
  await user.type(screen.getByRole('searchbox'), 'invoice');
  expect(await screen.findAllByRole('listitem')).toHaveLength(1);
  await user.clear(screen.getByRole('searchbox'));
  await user.selectOptions(screen.getByRole('combobox'), 'Declared AI');
  expect(await screen.findByText('Made with AI, says the file itself')).toBeTruthy();
  expect(screen.getAllByRole('listitem')).toHaveLength(1);
  await user.type(screen.getByRole('searchbox'), 'nowhere');
  expect(await screen.findByText('No past check fits')).toBeTruthy();
});

it('opens one with its evidence, and goes back to the list', async () => {
  const { user } = showHistory();
  await user.click(await screen.findByRole('button', { name: /Signed by Leica/ }));
  expect(await screen.findByRole('heading', { name: /^Signed by Leica/ })).toBeTruthy();
  expect(screen.getByRole('button', { name: /Content Credentials/ })).toBeTruthy();
  await user.click(screen.getByRole('button', { name: 'History' }));
  expect(await screen.findAllByRole('listitem')).toHaveLength(3);
});

it('deletes one at once', async () => {
  const { services, user } = showHistory();
  await user.click(await screen.findByRole('button', { name: 'Delete invoice-2026-11.png' }));
  expect(services.calls).toEqual(['history.remove(known)']);
  expect(screen.getAllByRole('listitem')).toHaveLength(2);
});

it('deletes all only after a question', async () => {
  const { services, user } = showHistory();
  await user.click(await screen.findByRole('button', { name: 'Clear history' }));
  await user.click(screen.getByRole('button', { name: 'Cancel' }));
  expect(services.calls).toEqual([]);
  await user.click(screen.getByRole('button', { name: 'Clear history' }));
  await user.click(screen.getByRole('button', { name: 'Delete all' }));
  expect(services.calls).toEqual(['history.clear()']);
  expect(await screen.findByText('Nothing checked yet')).toBeTruthy();
});

it('shows fifty at first, and more when asked', async () => {
  const many = Array.from({ length: 60 }, (_, index) => ({ ...samples.nothingFound, id: `job-${index}` }));
  const { user } = showHistory(many);
  expect(await screen.findAllByRole('listitem')).toHaveLength(50);
  await user.click(screen.getByRole('button', { name: 'Show more' }));
  expect(await screen.findByText('Clear history')).toBeTruthy();
  await vi.waitFor(() => expect(screen.getAllByRole('listitem')).toHaveLength(60));
});
