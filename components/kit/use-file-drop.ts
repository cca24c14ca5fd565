import { type DragEvent, useState } from 'react';

/** To be spread over the element that takes drops. */
export interface DropTarget {
  readonly onDragOver: (event: DragEvent) => void;
  readonly onDragLeave: (event: DragEvent) => void;
  readonly onDrop: (event: DragEvent) => void;
}

/** Takes the files that are dropped anywhere on an element: none of them when what was dropped is no file. */
export function useFileDrop(onFiles: (files: readonly File[]) => void): {
  readonly dragging: boolean;
  readonly target: DropTarget;
} {
  const [dragging, setDragging] = useState(false);
  const target: DropTarget = {
    onDragOver: (event: DragEvent) => {
      event.preventDefault();
      setDragging(true);
    },
    onDragLeave: (event: DragEvent) => {
      if (!event.currentTarget.contains(event.relatedTarget as Node | null)) setDragging(false);
    },
    onDrop: (event: DragEvent) => {
      event.preventDefault();
      setDragging(false);
      onFiles([...event.dataTransfer.files]);
    },
  };
  return { dragging, target };
}
