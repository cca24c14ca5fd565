// @vitest-environment happy-dom
import { cleanup, screen, within } from '@testing-library/react';
import { userEvent } from '@testing-library/user-event';
import { afterEach, describe, expect, it } from 'vitest';
import type { Signal } from '../../utils/checks/signal';
import type { Job } from '../../utils/jobs/job';
import { phrase } from '../../utils/words/phrase';
import { fakeServices, renderWith } from '../testing/fake-services';
import { samples } from '../testing/sample-jobs';
import { SignalEvidence } from './signal-evidence';

afterEach(cleanup);

function showEvidence(job: Job, check: string) {
  const signals = job.rows.find((row) => row.check === check)?.signals ?? [];
  renderWith(
    fakeServices(),
    signals.map((signal) => <SignalEvidence key={signal.finding} signal={signal} job={job} />),
  );
}

function showSignal(signal: Partial<Signal>) {
  const whole = { basis: 'declared', summary: phrase('check.crashed'), ms: 1, evidence: {}, ...signal };
  renderWith(fakeServices(), <SignalEvidence signal={whole as Signal} job={samples.authentic} />);
}

describe('a copy of a kept text', () => {
  it('names the kept text, how much of both it is, and shows the passage', () => {
    showEvidence(samples.knownText, 'fingerprint');
    expect(screen.getByRole('heading', { name: 'Parcel notice' })).toBeTruthy();
    for (const text of ['13 of 20 words', '13 of 16 words', 'Seen in the May wave.', 'from character 12']) {
      expect(screen.getByText(text)).toBeTruthy();
    }
    expect(screen.getByText(/^Fraud, added /)).toBeTruthy();
    const passage = within(screen.getByRole('list')).getByRole('listitem');
    expect(passage.textContent).toMatch(/^Your parcel .* still open/);
  });
});

describe('Content Credentials', () => {
  it('say who signed, who vouches for it, when, and what was done', () => {
    showEvidence(samples.authentic, 'provenance');
    for (const text of [
      'Leica Camera AG',
      'C2PA Trust List',
      'DigiCert Timestamp 2025',
      'Leica M11-P 2.1.3',
    ]) {
      expect(screen.getByText(text)).toBeTruthy();
    }
    const steps = within(screen.getByRole('list')).getAllByRole('listitem');
    expect(steps.map((step) => step.firstChild?.textContent)).toEqual(['Created', 'Cropped']);
  });

  it('show what a file was made from as a tree, with who signed each part', () => {
    showEvidence(samples.aiEdited, 'provenance');
    const composite = screen.getByText('composite.png').closest('li');
    if (!composite) throw new Error('No item for composite.png');
    const inner = within(composite).getAllByRole('listitem');
    expect(inner.some((item) => item.textContent?.includes('street.jpg'))).toBe(true);
    expect(composite.textContent).toContain('signed by somebody on a trust list: Nikon Corporation');
    expect(screen.getByText('3 more are in the file.')).toBeTruthy();
  });

  it('say where in the chain AI took part', () => {
    showEvidence(samples.aiEdited, 'provenance');
    expect(screen.getByText(/^composite\.png › sky-with-a-very-long-name/)).toBeTruthy();
    expect(screen.getByText('Adobe Firefly')).toBeTruthy();
  });

  it('do not take a time stamp for a fact that nobody vouches for', () => {
    showEvidence(samples.aiEdited, 'provenance');
    expect(screen.getByText(/says a time stamp that no trust list vouches for$/)).toBeTruthy();
  });

  it('name the failure in plain words, with its code beside it', () => {
    showEvidence(samples.altered, 'provenance');
    const problem = screen.getByText('The content was changed after it was signed.', {
      exact: false,
      selector: 'li',
    });
    expect(problem.textContent).toContain('assertion.dataHash.mismatch');
  });
});

describe('metadata', () => {
  it('shows prompt, model and seed, and marks the field that decides', () => {
    showEvidence(samples.declaredAi, 'metadata');
    expect(screen.getByText('dreamshaper_8 [879db523c3]')).toBeTruthy();
    expect(screen.getByText('1234567890')).toBeTruthy();
    const deciding = screen
      .getAllByRole('rowheader')
      .filter((header) => header.textContent?.includes('This decides'));
    expect(deciding.map((header) => header.textContent)).toEqual(['PNG parametersThis decides']);
  });

  it('shows a long table and a long value only when asked', async () => {
    const user = userEvent.setup();
    showEvidence(samples.declaredAi, 'metadata');
    expect(screen.getAllByRole('rowheader')).toHaveLength(12);
    await user.click(screen.getByRole('button', { name: 'Show all 20 fields' }));
    expect(screen.getAllByRole('rowheader')).toHaveLength(20);
    cleanup();
    const value = 'word '.repeat(200);
    showSignal({
      check: 'metadata',
      finding: 'none',
      evidence: { gpsPresent: false, fields: [{ group: 'XMP', name: 'x', value, deciding: false }] },
    });
    expect(screen.getByRole('cell').textContent?.length).toBeLessThan(300);
    await user.click(screen.getByRole('button', { name: 'Show the whole text' }));
    expect(screen.getByRole('cell').textContent).toBe(value);
  });

  it('says that a camera’s data proves nothing', () => {
    showEvidence(samples.authentic, 'metadata');
    expect(screen.getByText(/it proves nothing/)).toBeTruthy();
    expect(screen.getByText('1/250 s · f/2.8 · ISO 200 · 35 mm')).toBeTruthy();
    expect(screen.getByText('stated; it was not read')).toBeTruthy();
  });
});

describe('the fingerprint', () => {
  it('puts the picture beside the one in the library, with the distance', () => {
    showEvidence(samples.known, 'fingerprint');
    const pair = within(screen.getByRole('figure'));
    expect(pair.getByRole('img', { name: 'This picture' })).toBeTruthy();
    expect(pair.getByRole('img', { name: 'Invoice template' })).toBeTruthy();
    expect(pair.getByText('3 of 256 bits differ')).toBeTruthy();
    expect(pair.getByText('Seen in the May wave.')).toBeTruthy();
  });
});

describe('watermarks', () => {
  it('say how many bits differ, and what chance would give', () => {
    showSignal({
      check: 'watermark',
      finding: 'ai-generated',
      evidence: {
        mark: 'invisible-watermark',
        generator: 'Stable Diffusion XL',
        payload: 'SDXL',
        wrongBits: 2,
        bits: 48,
      },
    });
    expect(screen.getByText('2 of 48 bits differ; by chance it would be about 24')).toBeTruthy();
  });

  it('say what was looked for and what was not', () => {
    showEvidence(samples.nothingFound, 'watermark');
    expect(screen.getByText('looked for, not found')).toBeTruthy();
    expect(screen.getByText('not looked for: it does not survive in this format')).toBeTruthy();
  });
});

it('leads from an estimate to the model that gave it', async () => {
  const services = fakeServices();
  const signal: Signal = {
    check: 'ai-image',
    finding: 'ai-generated',
    basis: 'estimated',
    summary: phrase('check.crashed'),
    probability: 0.97,
    model: { id: 'ai-image', version: '1.1.0', backend: 'wasm' },
    ms: 1,
    evidence: {},
  };
  renderWith(services, <SignalEvidence signal={signal} job={samples.authentic} />);
  await userEvent.click(screen.getByRole('button', { name: 'About this model' }));
  expect(services.calls).toEqual(['openModel(ai-image)']);
});
