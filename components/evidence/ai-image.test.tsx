// @vitest-environment happy-dom
import { cleanup, fireEvent, screen } from '@testing-library/react';
import { userEvent } from '@testing-library/user-event';
import { afterEach, expect, it } from 'vitest';
import type { Signal } from '../../utils/checks/signal';
import { phrase } from '../../utils/words/phrase';
import { fakeServices, renderWith } from '../testing/fake-services';
import { samples } from '../testing/sample-jobs';
import { SignalEvidence } from './signal-evidence';

afterEach(cleanup);

const job = samples.likelyAi;
const estimate = job.rows.find(({ check }) => check === 'ai-image')?.signals[0] as Signal;

function show(signal: Signal = estimate, shown = job) {
  const services = fakeServices();
  renderWith(services, <SignalEvidence signal={signal} job={shown} />);
  return services;
}

const map = () => screen.getByRole('img', { name: 'Signs are strongest at the top right.' });

it('shows the number with its meaning, whose it is, and where to read about that', async () => {
  const { calls } = show();
  const note = screen.getByText(/^Estimated probability: 0\.97\./);
  expect(note.textContent).toContain('fewer than 1 scores so high');
  expect(note.textContent).toContain('Model ai-image 1.0.0, computed with WebAssembly.');
  expect(screen.getByText(/5 score above 0\.62 and 1 above 0\.91/)).toBeTruthy();
  await userEvent.click(screen.getByRole('button', { name: 'About this model' }));
  expect(calls).toContain('openModel(ai-image)');
});

it('lays the map on the part of the picture that the model saw', () => {
  show();
  expect(map().querySelectorAll('rect')).toHaveLength(196);
  expect(map().style).toMatchObject({ left: '12.5%', width: '75%', height: '100%' });
});

it('has a slider for the strength of its colour, which says where it stands', () => {
  show();
  const most = () =>
    Math.max(...[...map().querySelectorAll('rect')].map((part) => Number(part.getAttribute('fill-opacity'))));
  const before = most();
  const slider = screen.getByRole('slider', { name: 'Strength of the colour' });
  expect(slider.getAttribute('aria-valuetext')).toBe('6 of 10');
  fireEvent.change(slider, { target: { value: '0' } });
  expect(most()).toBe(0);
  fireEvent.change(slider, { target: { value: '10' } });
  expect(most()).toBeGreaterThan(before);
  expect(slider.getAttribute('aria-valuetext')).toBe('10 of 10');
});

it('shows the map also where there is no small copy of the picture', () => {
  const { thumbnail: _, ...subject } = job.subject ?? {};
  show(estimate, { ...job, subject: subject as typeof job.subject & object });
  expect(map().style).toMatchObject({ left: '0%', width: '100%' });
});

it('says as what the picture was judged, and why only the small model looked', () => {
  const kind = phrase('checks.aiImage.kinds.illustration');
  const judgedAs = phrase('checks.aiImage.judgedAs.own', { kind, probability: { probability: 0.93 } });
  const firstLook = phrase('checks.aiImage.quick');
  show({ ...estimate, evidence: { ...estimate.evidence, judgedAs, firstLook } });
  expect(
    screen.getByText(/^an illustration \(probability 0\.93\), by thresholds that were set on such/),
  ).toBeTruthy();
  expect(screen.getByText(/^A quick scan was asked for/)).toBeTruthy();
});

it('shows what an abstaining model measured', () => {
  const { probability: _, ...rest } = estimate;
  show({
    ...rest,
    finding: 'not-applicable',
    basis: 'declared',
    summary: phrase('checks.aiImage.tooFlat'),
    evidence: { deviation: 1.25, needed: 4, firstLook: phrase('checks.aiImage.quick') },
  });
  expect(screen.getByText('1.25')).toBeTruthy();
  expect(screen.getByText(/^A quick scan was asked for/)).toBeTruthy();
  expect(screen.queryByRole('slider')).toBeNull();
});
