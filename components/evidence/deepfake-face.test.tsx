// @vitest-environment happy-dom
import { cleanup, screen } from '@testing-library/react';
import { afterEach, expect, it } from 'vitest';
import type { DeepfakeFaceEvidence } from '../../utils/checks/deepfake-face/evidence';
import { judge } from '../../utils/checks/estimate';
import type { Signal } from '../../utils/checks/signal';
import { phrase } from '../../utils/words/phrase';
import { fakeServices, renderWith } from '../testing/fake-services';
import { samples } from '../testing/sample-jobs';
import { SignalEvidence } from './signal-evidence';

afterEach(cleanup);

const thresholds = { falsePositiveRate1: 0.9, falsePositiveRate5: 0.7 };

function show(evidence: Partial<DeepfakeFaceEvidence> = {}) {
  const signal: Signal = {
    check: 'deepfake-face',
    finding: 'face-manipulated',
    basis: 'estimated',
    probability: 0.96,
    model: { id: 'deepfake-face', version: '1.0.0', backend: 'wasm' },
    summary: phrase('checks.deepfakeFace.strong'),
    ms: 300,
    evidence: {
      ...judge(0.96, thresholds),
      faces: [
        { probability: 0.12, box: { left: 0.1, top: 0.2, width: 0.3, height: 0.4 } },
        { probability: 0.96, box: { left: 0.6, top: 0.25, width: 0.2, height: 0.25 } },
      ],
      notJudged: 0,
      ...evidence,
    },
  };
  renderWith(fakeServices(), <SignalEvidence signal={signal} job={samples.likelyAi} />);
}

it('outlines each face on the picture, and gives the number of each', () => {
  show();
  const picture = screen.getByRole('img', { name: 'The picture with 2 judged faces outlined' });
  const outlines = [...(picture.parentElement?.querySelectorAll<HTMLElement>(':scope > span') ?? [])];
  expect(outlines.map(({ textContent }) => textContent)).toEqual(['1', '2']);
  expect(outlines[1]?.style).toMatchObject({ left: '60%', top: '25%', width: '20%', height: '25%' });
  expect(screen.getByText('Face 1').nextElementSibling?.textContent).toBe('0.12');
  expect(screen.getByText('Face 2').nextElementSibling?.textContent).toBe('0.96');
  expect(screen.queryByText(/not judged/)).toBeNull();
});

it('counts the faces that were not judged', () => {
  show({ notJudged: 3 });
  expect(screen.getByText(/^3 more faces were found and not judged/)).toBeTruthy();
});
