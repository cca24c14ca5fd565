import type { PeerReport } from './peers';
import type { EvalReport, Group, Origin } from './report';
import {
  counted,
  sayCount,
  sayCounted,
  sayDifference,
  sayMeasure,
  sayPercent,
  sayPoints,
  sayShare,
} from './say-figures';
import type { Figure, Figures } from './statistics/figures';

/** A table of the report: the shell aligns it, the page draws its figures too. */
export interface Table {
  readonly title: string;
  /** How it is to be read. */
  readonly note?: string;
  readonly columns: readonly string[];
  readonly rows: readonly (readonly Cell[])[];
}

export interface Cell {
  readonly text: string;
  /** A share from 0 to 1 that the page draws beside the text. */
  readonly drawn?: Figure;
}

/** What the subjects are called: "AI pictures" and "genuine pictures". */
export function positivesOf({ labels }: EvalReport): string {
  return labels.positive === 'ai' ? 'AI' : labels.positive;
}

/** What those of the other label are called. */
export function genuineOf({ labels }: EvalReport): string {
  return labels.negative === 'real' ? 'genuine' : labels.negative;
}

/** What one subject is called. */
export function nounOf({ kind }: EvalReport): 'picture' | 'text' {
  return kind === 'image' ? 'picture' : 'text';
}

/** The answer in two sentences, the first of which stands alone. */
export function summaryOf(report: EvalReport): readonly string[] {
  const { all, model, check } = report;
  const name = model ? `${model.id} ${model.version}` : check;
  const [strict] = all.thresholds;
  const positive = positivesOf(report);
  const [noun, genuine] = [nounOf(report), genuineOf(report)];
  if (all.positives + all.negatives === 0) return [`Nothing could be measured: no ${noun} was answered.`];
  const found = strict?.found.value === null ? null : strict && sayShare(strict.found);
  const flagged = strict?.flagged.value === null ? null : strict && sayShare(strict.flagged);
  const finds = found ? `finds ${found} of ${positive} ${noun}s` : `was given no ${positive} ${noun}`;
  const flags = flagged ? `flags ${flagged} of ${genuine} ones` : `was given no ${genuine} one`;
  return [`${name} ${finds} and ${flags}, at its 1 % threshold.`, ...measuredOn(report)];
}

function measuredOn(report: EvalReport): readonly string[] {
  const { all, split, available, method } = report;
  const subjects = all.positives + all.negatives;
  const of = (count: number, name: string, sources: number) =>
    `${sayCount(count)} ${name}${count > 0 ? ` from ${counted(sources, 'source')}` : ''}`;
  const first = `${counted(subjects, nounOf(report))}: ${of(all.positives, positivesOf(report), all.positiveSources)}, ${of(
    all.negatives,
    genuineOf(report),
    all.negativeSources,
  )}`;
  const from = `${split === null ? '' : `, split ${split}`}${
    available > subjects + report.leftOut.failed.length
      ? `, the first of ${sayCount(available)} in a fair order of sources`
      : ''
  }`;
  return [
    `${first}${from}.`,
    `In brackets are 95 % intervals: ${sayCount(method.draws)} draws of whole sources (seed ${method.seed}), or Wilson's over single ${nounOf(report)}s where there is one source, or none or all count.`,
  ];
}

/** Every table, in the order in which a careful reader asks for them. Empty ones are left out. */
export function tablesOf(report: EvalReport): readonly Table[] {
  const [noun, genuine] = [nounOf(report), genuineOf(report)];
  return [
    overview(report),
    ...report.peers.map((peer) => peerTable(report, peer)),
    answers(report),
    groupTable(report.kind === 'image' ? 'By kind of picture' : 'By domain', report, report.kinds),
    originTable(`By generator (${positivesOf(report)} ${noun}s)`, 'found above', report.generators, noun),
    originTable(`By domain (${genuine} ${noun}s)`, 'flagged above', report.genuineKinds, noun),
    originTable(`By source (${genuine} ${noun}s)`, 'flagged above', report.genuineSources, noun),
    perturbations(report),
    report.kind === 'image'
      ? groupTable('By size', report, report.sizes, 'The shorter side of the file.')
      : groupTable('By length', report, report.sizes),
    calibration(report),
    abstentions(report),
    leftOut(report),
  ].filter(({ rows }) => rows.length > 0);
}

const RANKING_NOTE =
  'At 1 % (5 %) false alarms: with a threshold set on these very subjects, a measure of ranking only. An abstention counts as the lowest score.';

function overview(report: EvalReport): Table {
  const { all, judged, calibration } = report;
  return {
    title: 'Figures',
    note: RANKING_NOTE,
    columns: ['', 'value'],
    rows: [
      [text('AUC'), { text: sayMeasure(all.auc), drawn: all.auc }],
      ...(judged.positives + judged.negatives < all.positives + all.negatives
        ? [[text('AUC, abstentions left out'), { text: sayMeasure(judged.auc), drawn: judged.auc }]]
        : []),
      [text('found at 1 % false alarms'), share(all.foundAt1)],
      [text('found at 5 % false alarms'), share(all.foundAt5)],
      ...all.thresholds.flatMap(({ name, found, flagged }) => [
        [text(`found above the ${name}`), { text: sayCounted(found), drawn: found }],
        [
          text(`${genuineOf(report)} flagged above the ${name}`),
          { text: sayCounted(flagged), drawn: flagged },
        ],
      ]),
      [text(`abstained, ${positivesOf(report)}`), text(sayCounted(all.abstained.positives))],
      [text(`abstained, ${genuineOf(report)}`), text(sayCounted(all.abstained.negatives))],
      [text('Brier score'), text(sayMeasure(calibration.brier))],
      [text('expected calibration error'), text(sayMeasure(calibration.expectedError))],
      ...notes([all.auc, calibration.brier]),
    ],
  };
}

/** Why there is no figure or no interval, as a row of its own. */
function notes(figures: readonly Figure[]): readonly (readonly Cell[])[] {
  const said = new Set(figures.flatMap(({ note }) => (note === undefined ? [] : [note])));
  return [...said].map((note) => [text('note'), text(note)]);
}

function peerTable(report: EvalReport, peer: PeerReport): Table {
  const { ours, theirs, difference, missing } = peer;
  const name = [peer.name, peer.version].filter(Boolean).join(' ');
  const subjects = ours.positives + ours.negatives;
  const own = report.model ? `${report.model.id} ${report.model.version}` : report.check;
  const gaps = missing === 0 ? '' : ` It has no score for ${counted(missing, nounOf(report))}.`;
  const broken = peer.refusedLines.length === 0 ? '' : ` Broken lines: ${peer.refusedLines.length}.`;
  const line = (what: string, our: string, their: string, less: string) =>
    [what, our, their, less].map((content) => text(content));
  return {
    title: `Beside ${name}`,
    note: `On the ${counted(subjects, nounOf(report))} that both have answered.${gaps}${broken} Differences are drawn in pairs; + is for ${own} above ${name}.`,
    columns: ['', own, name, 'difference'],
    rows:
      subjects === 0
        ? [line('nothing to compare', '', '', '')]
        : [
            line('AUC', sayMeasure(ours.auc), sayMeasure(theirs.auc), sayDifference(difference.auc)),
            ...[1, 5].map((rate) => {
              const place = rate === 1 ? 'foundAt1' : 'foundAt5';
              return line(
                `found at ${rate} % false alarms`,
                sayShare(ours[place]),
                sayShare(theirs[place]),
                sayPoints(difference[place]),
              );
            }),
            ...peer.matched.map(({ flagged, ...found }, index) =>
              line(
                `found at its false alarms (${theirs.thresholds[index]?.name}: ${sayRate(flagged)})`,
                sayShare(found.ours),
                sayShare(found.theirs),
                sayPoints(found.difference),
              ),
            ),
            ...ownThresholds(ours, theirs, difference).map((cells) => line(...cells)),
          ],
  };
}

function sayRate({ value }: Figure): string {
  return value === null ? 'none' : sayPercent(value);
}

function ownThresholds(
  ours: Figures,
  theirs: Figures,
  difference: PeerReport['difference'],
): readonly (readonly [string, string, string, string])[] {
  return theirs.thresholds.flatMap((their, index) => {
    const our = ours.thresholds[index];
    const less = difference.thresholds[index];
    if (!our || !less) return [];
    const between = `${our.name} / ${their.name}`;
    return [
      [`found (${between})`, sayShare(our.found), sayShare(their.found), sayPoints(less.found)] as const,
      [
        `genuine flagged (${between})`,
        sayShare(our.flagged),
        sayShare(their.flagged),
        sayPoints(less.flagged),
      ] as const,
    ];
  });
}

function answers(report: EvalReport): Table {
  return {
    title: 'What people would be told, if nothing else were known',
    columns: ['', `${positivesOf(report)} ${nounOf(report)}s`, `${genuineOf(report)} ${nounOf(report)}s`],
    rows: report.answers.map(({ level, positives, negatives }) => [
      text(level),
      text(sayCounted(positives)),
      text(sayCounted(negatives)),
    ]),
  };
}

function groupTable(title: string, report: EvalReport, groups: readonly Group[], note?: string): Table {
  return {
    title,
    ...(note !== undefined && { note }),
    columns: ['', positivesOf(report), genuineOf(report), 'AUC', 'found at 5 %', ...thresholdColumns(report)],
    rows: groups.map(({ name, figures }) => [
      text(name),
      text(sayCount(figures.positives)),
      text(sayCount(figures.negatives)),
      { text: sayMeasure(figures.auc), drawn: figures.auc },
      text(sayShare(figures.foundAt5)),
      ...thresholdCells(figures),
    ]),
  };
}

function thresholdColumns({ all }: EvalReport): string[] {
  return all.thresholds.flatMap(({ name }) => [`found, ${name}`, `flagged, ${name}`]);
}

function thresholdCells({ thresholds }: Figures): Cell[] {
  return thresholds.flatMap(({ found, flagged }) => [text(sayShare(found)), text(sayShare(flagged))]);
}

function originTable(title: string, verb: string, origins: readonly Origin[], noun: string): Table {
  return {
    title,
    note: `Wilson's intervals, over single ${noun}s.`,
    columns: ['', `${noun}s`, 'abstained', `${verb} the 1 % threshold`, `${verb} the 5 % threshold`],
    rows: origins.map(({ name, subjects, abstained, passed }) => [
      text(name),
      text(sayCount(subjects)),
      text(sayCount(abstained)),
      ...passed.map((above, index) =>
        index === 0 ? { text: sayShare(above), drawn: above } : text(sayShare(above)),
      ),
    ]),
  };
}

function perturbations(report: EvalReport): Table {
  const { perturbations, all } = report;
  const [first] = perturbations;
  const subjects = first ? first.before.positives + first.before.negatives : 0;
  const line = (name: string, figures: Figures, change: string): Cell[] => [
    text(name),
    { text: sayMeasure(figures.auc), drawn: figures.auc },
    text(change),
    text(sayShare(figures.foundAt1)),
    text(sayShare(figures.foundAt5)),
    ...thresholdCells(figures),
  ];
  return {
    title: 'After what the web does to pictures',
    note: `On the same ${counted(subjects, 'picture')}. ${perturbations
      .map(({ name, note }) => `${name}: ${note}`)
      .join('; ')}.`,
    columns: [
      ...['', 'AUC', 'change of AUC', 'found at 1 %', 'found at 5 %'],
      ...thresholdColumns({ ...report, all }),
    ],
    rows: first
      ? [
          line('as they are', first.before, ''),
          ...perturbations.map(({ name, after, change }) => line(name, after, sayDifference(change.auc))),
        ]
      : [],
  };
}

function calibration(report: EvalReport): Table {
  return {
    title: 'Calibration',
    note: `Of the ${nounOf(report)}s with such a probability, how many are ${positivesOf(report)}. It depends on how many there are of each in this folder.`,
    columns: [
      'probability',
      `${nounOf(report)}s`,
      'mean probability',
      `share that is ${positivesOf(report)}`,
    ],
    rows: report.calibration.bins.map(({ from, to, subjects, meanProbability, positiveShare, interval }) => [
      text(`${from.toFixed(1)} to ${to.toFixed(1)}`),
      text(sayCount(subjects)),
      text(meanProbability.toFixed(2)),
      { text: sayShare({ value: positiveShare, interval }), drawn: { value: positiveShare, interval } },
    ]),
  };
}

function abstentions(report: EvalReport): Table {
  return {
    title: 'Why it abstained',
    columns: ['reason', positivesOf(report), genuineOf(report)],
    rows: report.abstentions.map(({ reason, positives, negatives }) => [
      text(reason),
      text(sayCount(positives)),
      text(sayCount(negatives)),
    ]),
  };
}

/** More of them say nothing new; the JSON has all. */
const MOST_LEFT_OUT = 20;

function leftOut(report: EvalReport): Table {
  const { lines, failed } = report.leftOut;
  const all = [
    ...lines.map(({ line, reason }) => [`${report.index}, line ${line}`, reason]),
    ...failed.map(({ path, code, message }) => [path, `${message} (${code})`]),
  ];
  const more = all.length - MOST_LEFT_OUT;
  const shown = all.slice(0, MOST_LEFT_OUT);
  return {
    title: `Left out: ${counted(lines.length, 'line')} of the index, ${counted(failed.length, nounOf(report))} that could not be answered`,
    columns: ['', 'why'],
    rows: [...shown, ...(more > 0 ? [['…', `and ${more} more`]] : [])].map((cells) => cells.map(text)),
  };
}

function share(figure: Figure): Cell {
  return { text: sayShare(figure), drawn: figure };
}

function text(content: string): Cell {
  return { text: content };
}
