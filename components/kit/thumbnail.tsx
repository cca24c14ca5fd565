import { clsx } from 'clsx';
import { FileAudio, FileImage, FileText, type LucideIcon } from 'lucide-react';
import type { SubjectKind } from '../../utils/subject/subject';

export interface ThumbnailProps {
  /** A data: URL. */
  readonly source: string | undefined;
  /** What it shows, where nothing beside it says so; empty for decoration. */
  readonly alt: string;
  /** The sign where there is no picture. */
  readonly kind?: SubjectKind;
  readonly className?: string;
}

/** A small copy of a picture, whole, on a quiet ground. */
export function Thumbnail({ source, alt, kind = 'image', className }: ThumbnailProps) {
  const shape = clsx('shrink-0 rounded-sm border border-line bg-sunken', className);
  if (source) return <img src={source} alt={alt} className={clsx(shape, 'object-contain')} />;
  const Icon = ICONS[kind];
  return (
    <span className={clsx(shape, 'flex items-center justify-center text-soft')}>
      <Icon aria-hidden className="size-1/3" />
    </span>
  );
}

const ICONS: Readonly<Record<SubjectKind, LucideIcon>> = {
  image: FileImage,
  media: FileAudio,
  text: FileText,
};
