// @vitest-environment happy-dom
import { cleanup, screen, within } from '@testing-library/react';
import { afterEach, expect, it } from 'vitest';
import type { Signal } from '../../utils/checks/signal';
import { phrase } from '../../utils/words/phrase';
import { fakeServices, renderWith } from '../testing/fake-services';
import { aiTextSignal, samples } from '../testing/sample-jobs';
import { SignalEvidence } from './signal-evidence';

afterEach(cleanup);

const show = (signal: Signal = aiTextSignal) =>
  renderWith(fakeServices(), <SignalEvidence signal={signal} job={samples.likelyAiText} />);

const text = () => screen.getByRole('region', { name: 'Where the models see signs' });

it('shows the text with its sentences coloured, and says the same without colour', () => {
  show();
  const marks = [...text().querySelectorAll('mark')];
  expect(marks).toHaveLength(3);
  expect(marks.map(({ style }) => style.backgroundColor)).toEqual([
    expect.stringContaining('0.44'),
    expect.stringContaining('0.44'),
    expect.stringContaining('0.02'),
  ]);
  expect(text().textContent).toMatch(/^\[strong signs\] .*\. The .*\[no signs\] /s);
  expect(text().tabIndex).toBe(0);
});

it('has a legend with how much of the text is of each kind', () => {
  show();
  const legend = screen.getAllByRole('list').find((list) => list.textContent?.includes('weak signs'));
  expect(legend?.textContent).toMatch(/strong signs \(\d+ %\).*weak signs \(0 %\).*no signs \(\d+ %\)/s);
});

it('lists the parts with their estimates, and whose they are', () => {
  show();
  expect(screen.getByText('ai-text 1.0.0 and ai-text-ngrams 1.0.0, as one')).toBeTruthy();
  expect(screen.getByText(/5 score above 0\.62 and 1 above 0\.91/)).toBeTruthy();
  const parts = within(screen.getByText('Part by part').closest('details') as HTMLElement);
  expect(parts.getAllByRole('listitem', { hidden: true })[0]?.textContent).toMatch(
    /^0\.97, strong signs: In conclusion/,
  );
});

it('says of a long text how much of it was looked at', () => {
  show({ ...aiTextSignal, evidence: { ...aiTextSignal.evidence, parts: 200 } });
  expect(screen.getByText(/2 of its 200 parts, spread evenly over it/)).toBeTruthy();
});

it('shows why the models are silent, and evidence of another form as what it is', () => {
  const { probability: _, ...silent } = aiTextSignal;
  const summary = phrase('checks.aiText.tooShort', { needed: 60 }, 12);
  show({ ...silent, finding: 'not-applicable', summary, evidence: { words: 12, needed: 60 } });
  expect(screen.getByText(/^too short to tell: 12 words/)).toBeTruthy();
  cleanup();
  show({ ...aiTextSignal, evidence: { spans: [{ start: 'x' }], windows: [] } });
  expect(screen.queryByRole('region')).toBeNull();
});
