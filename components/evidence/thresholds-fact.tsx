import type { Estimate } from '../../utils/checks/estimate';
import { Fact } from '../kit/facts';
import { useFormat, useText } from '../words/words';

export interface ThresholdsFactProps extends Pick<Estimate, 'thresholds'> {
  readonly of: 'pictures' | 'texts';
}

/** What an estimate is held against. */
export function ThresholdsFact({ of, thresholds }: ThresholdsFactProps) {
  const words = useText();
  const format = useFormat();
  const [one, five] = [thresholds.falsePositiveRate1, thresholds.falsePositiveRate5];
  return (
    <Fact name={words('ui.evidence.thresholds.title')}>
      {words(`ui.evidence.thresholds.${of}`, {
        one: format.probability(one),
        five: format.probability(five),
      })}
    </Fact>
  );
}
