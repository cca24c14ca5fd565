import { FileArchive, FolderOpen } from 'lucide-react';
import { useId, useState } from 'react';
import { type FolderFile, packFolder } from '../../utils/inference/pack';
import { FileButton } from '../kit/file-button';
import { ProblemNote } from '../kit/problem-note';
import { useAction } from '../kit/use-action';
import { useFileDrop } from '../kit/use-file-drop';
import { useServices } from '../services';
import { useText } from '../words/words';
import { FetchModel } from './fetch-model';

export interface ImportModelProps {
  readonly onImported: () => void;
}

/** Takes a model pack: a zip or a folder that is chosen or dropped, or an address. */
export function ImportModel({ onImported }: ImportModelProps) {
  const words = useText();
  const headingId = useId();
  const { models } = useServices();
  const { run, busy, problem } = useAction();
  const [told, setTold] = useState<string>();
  const take = async (pack: Blob) => {
    setTold(words('ui.models.import.testing'));
    try {
      const id = await models.importPack(pack);
      setTold(words('ui.models.import.done', { id }));
    } catch (error) {
      setTold(undefined);
      throw error;
    } finally {
      onImported();
    }
  };
  const takeFiles = (files: readonly File[]) => {
    const [first] = files;
    if (!first) return;
    const inFolder = files.some(({ webkitRelativePath }) => webkitRelativePath);
    run(async () => take(inFolder ? await packFolder(files.map(inItsFolder)) : first));
  };
  const drop = useFileDrop(takeFiles);
  return (
    <section
      aria-labelledby={headingId}
      className="flex flex-col gap-4 border-t border-line pt-4"
      {...drop.target}
    >
      <div>
        <h2 id={headingId} className="font-semibold">
          {words('ui.models.import.title')}
        </h2>
        <p className="text-soft">{words('ui.models.import.text')}</p>
      </div>
      <div
        className={`flex flex-col gap-2 rounded-md border border-dashed p-3 ${drop.dragging ? 'border-ink bg-sunken' : 'border-edge'}`}
      >
        <div className="flex flex-wrap gap-2">
          <FileButton icon={FileArchive} accept=".zip,application/zip" disabled={busy} onFiles={takeFiles}>
            {words('ui.models.import.file')}
          </FileButton>
          <FileButton icon={FolderOpen} folder disabled={busy} onFiles={takeFiles}>
            {words('ui.models.import.folder')}
          </FileButton>
        </div>
        <p className="text-small text-soft">{words('ui.models.import.drop')}</p>
      </div>
      <FetchModel busy={busy} onFetched={take} run={run} />
      <p role="status" className="text-small text-soft">
        {told}
      </p>
      <ProblemNote problem={problem}>{words('ui.models.import.unchanged')}</ProblemNote>
    </section>
  );
}

function inItsFolder(file: File): FolderFile {
  return { path: file.webkitRelativePath, blob: file };
}
