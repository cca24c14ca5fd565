// @vitest-environment happy-dom
import { cleanup, screen, within } from '@testing-library/react';
import { userEvent } from '@testing-library/user-event';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { StorageError } from '../../utils/records/storage-error';
import { SubjectError } from '../../utils/subject/subject-error';
import { phrase } from '../../utils/words/phrase';
import { JobView } from '../job/job-view';
import { type FakeState, fakeServices, renderWith } from '../testing/fake-services';
import { samples } from '../testing/sample-jobs';

afterEach(cleanup);

function showAnswer(state: FakeState = {}, job: Parameters<typeof JobView>[0]['job'] = samples.likelyAi) {
  const services = fakeServices(state);
  const user = userEvent.setup();
  renderWith(services, <JobView job={job} />);
  return { services, user };
}

const form = () => within(screen.getByRole('dialog', { name: 'What is this picture?' }));
const kept = () => within(screen.getByRole('dialog', { name: 'Corrected' }));

describe('calling an answer wrong', () => {
  it('keeps what the picture is, without the picture, and says so; then it can be changed', async () => {
    const { services, user } = showAnswer();
    await user.click(screen.getByRole('button', { name: 'Wrong?' }));
    await user.click(form().getByLabelText('Not made with AI: by camera or by hand'));
    await user.type(form().getByLabelText('Note, if you like'), 'I took it myself.');
    await user.click(form().getByRole('button', { name: 'Save' }));
    expect(services.calls).toEqual(['humanVerdicts.keep(not-ai, I took it myself., no picture)']);
    expect(await screen.findByText(/^Kept on this machine only\./)).toBeTruthy();
    const said = kept().getByText('You said: Not made with AI: by camera or by hand');
    expect(said.parentElement).toBe(document.activeElement);
    await user.click(kept().getByRole('button', { name: 'Change' }));
    await user.click(screen.getByLabelText('Made with AI'));
    await user.click(screen.getByRole('button', { name: 'Save' }));
    expect(services.calls.at(-1)).toBe('humanVerdicts.keep(ai-made, I took it myself., no picture)');
    const { count } = await services.humanVerdicts.list({});
    expect(count).toBe(1);
  });

  it('is asked what the picture is before anything is kept', async () => {
    const { services, user } = showAnswer();
    await user.click(screen.getByRole('button', { name: 'Wrong?' }));
    await user.click(form().getByRole('button', { name: 'Save' }));
    expect(services.calls).toEqual([]);
    expect(form().getByLabelText('Made with AI')).toHaveProperty('required', true);
  });

  it('goes by the keyboard; Escape closes it, gives the focus back and loses nothing', async () => {
    const { services, user } = showAnswer();
    const button = screen.getByRole('button', { name: 'Wrong?' });
    button.focus();
    await user.keyboard('{Enter}');
    await user.click(form().getByLabelText('Made with AI'));
    await user.keyboard('{Escape}');
    expect(screen.queryByRole('dialog')).toBeNull();
    expect(document.activeElement).toBe(button);
    await user.keyboard('{Enter}');
    expect(form().getByLabelText('Made with AI')).toHaveProperty('checked', true);
    await user.click(form().getByRole('button', { name: 'Cancel' }));
    await user.keyboard('{Enter}');
    expect(form().getByLabelText('Made with AI')).toHaveProperty('checked', false);
    expect(services.calls).toEqual([]);
  });

  it('keeps the picture itself only when asked to, and reads it once', async () => {
    const { services, user } = showAnswer();
    await user.click(screen.getByRole('button', { name: 'Wrong?' }));
    const check = form().getByLabelText('Keep the picture itself too');
    expect(check).toHaveProperty('checked', false);
    await user.click(check);
    await user.click(form().getByLabelText('Made with AI'));
    await user.click(form().getByRole('button', { name: 'Save' }));
    expect(await screen.findByText(/^Kept with the picture, on/)).toBeTruthy();
    await user.click(kept().getByRole('button', { name: 'Change' }));
    await user.click(screen.getByRole('button', { name: 'Save' }));
    await screen.findByText(/^Kept with the picture, on/);
    await user.click(kept().getByRole('button', { name: 'Change' }));
    await user.click(screen.getByLabelText('Keep the picture itself too'));
    await user.click(screen.getByRole('button', { name: 'Save' }));
    expect(await screen.findByText(/^Kept on this machine only\./)).toBeTruthy();
    expect(services.calls).toEqual([
      'engine.readPicture(likelyAi)',
      'humanVerdicts.keep(ai-made, , 9 bytes)',
      'humanVerdicts.keep(ai-made, , 9 bytes)',
      'humanVerdicts.keep(ai-made, , no picture)',
    ]);
  });

  it('keeps the rest when the picture cannot be had, and says why', async () => {
    const { services, user } = showAnswer();
    const gone = new SubjectError('unreadable', phrase('subject.notAtHand'));
    vi.spyOn(services.engine, 'readPicture').mockRejectedValue(gone);
    await user.click(screen.getByRole('button', { name: 'Wrong?' }));
    await user.click(form().getByLabelText('Keep the picture itself too'));
    await user.click(form().getByLabelText('Made with AI'));
    await user.click(form().getByRole('button', { name: 'Save' }));
    expect(
      await screen.findByText(/^The picture itself could not be kept\. The file is no longer/),
    ).toBeTruthy();
    expect(services.calls).toEqual(['humanVerdicts.keep(ai-made, , no picture)']);
  });

  it('leaves what was filled in when the disk is full, and says so', async () => {
    const { services, user } = showAnswer();
    const full = new StorageError(phrase('records.diskFull'), 'QuotaExceededError');
    vi.spyOn(services.humanVerdicts, 'keep').mockRejectedValueOnce(full);
    await user.click(screen.getByRole('button', { name: 'Wrong?' }));
    await user.click(form().getByLabelText('Made with AI'));
    await user.type(form().getByLabelText('Note, if you like'), 'long');
    await user.click(form().getByRole('button', { name: 'Save' }));
    expect((await screen.findByRole('alert')).textContent).toContain('The disk is full');
    expect(form().getByLabelText('Note, if you like')).toHaveProperty('value', 'long');
    await user.click(form().getByRole('button', { name: 'Save' }));
    expect(await screen.findByText(/^Kept on this machine only\./)).toBeTruthy();
  });

  it('is taken back with one press', async () => {
    const { services, user } = showAnswer();
    await user.click(screen.getByRole('button', { name: 'Wrong?' }));
    await user.click(form().getByLabelText('Made with AI'));
    await user.click(form().getByRole('button', { name: 'Save' }));
    await user.click(await screen.findByRole('button', { name: 'Delete' }));
    expect(services.calls.at(-1)).toMatch(/^humanVerdicts\.remove/);
    expect(await screen.findByRole('button', { name: 'Wrong?' })).toBe(document.activeElement);
  });

  it('leads to all corrections', async () => {
    const { services, user } = showAnswer();
    await user.click(screen.getByRole('button', { name: 'Wrong?' }));
    await user.click(form().getByLabelText('Made with AI'));
    await user.click(form().getByRole('button', { name: 'Save' }));
    await user.click(await screen.findByRole('button', { name: 'All corrections' }));
    expect(services.calls.at(-1)).toBe('openCorrections()');
  });
});

describe('where it came from', () => {
  const keepOne = async (state: FakeState) => {
    const { services, user } = showAnswer(state, samples.known);
    await user.click(screen.getByRole('button', { name: 'Wrong?' }));
    await user.click(form().getByLabelText('Made with AI'));
    await user.click(form().getByRole('button', { name: 'Save' }));
    await screen.findByText(/^Kept on this machine only\./);
    return (await services.humanVerdicts.list({})).newest[0];
  };

  it('is kept where the history keeps it', async () => {
    expect((await keepOne({}))?.origin).toMatchObject({ page: 'https://news.example/harbour?id=7' });
  });

  it('is not kept where the history is off', async () => {
    const said = await keepOne({ settings: { keepHistory: false } });
    expect(said?.label).toBe('ai-made');
    expect(JSON.stringify(said)).not.toContain('news.example');
  });
});

it('is offered for a finished answer about a picture alone', () => {
  for (const job of [samples.running, samples.cancelled, samples.blocked]) showAnswer({}, job);
  const subject = { ...samples.running.subject, kind: 'media' } as const;
  showAnswer({}, { ...samples.nothingFound, subject });
  expect(screen.queryByRole('button', { name: 'Wrong?' })).toBeNull();
});
