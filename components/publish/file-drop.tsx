'use client';

import { FileUp } from 'lucide-react';
import { type DragEvent, useState } from 'react';
import { classNames } from '@/components/ui/class-names';
import { FileButton } from '@/components/ui/file-button';
import { formatBytes } from '@/lib/model/quantity';

type FileDropProps = { file: File | null; isReading: boolean; disabledReason: string | null; onFile: (file: File) => void };

/** Where a file is dropped or chosen. */
export function FileDrop({ file, isReading, disabledReason, onFile }: FileDropProps) {
  const [isOver, setIsOver] = useState(false);
  const drop = (event: DragEvent) => {
    event.preventDefault();
    setIsOver(false);
    const [dropped] = event.dataTransfer.files;
    if (dropped && disabledReason === null) onFile(dropped);
  };
  return (
    <section
      aria-label="File to import"
      onDragOver={(event) => {
        event.preventDefault();
        setIsOver(true);
      }}
      onDragLeave={() => setIsOver(false)}
      onDrop={drop}
      className={classNames(
        'flex flex-col items-center gap-2 rounded-base border border-dashed px-4 py-6 text-center',
        isOver ? 'border-accent bg-selected' : 'border-control-line',
      )}
    >
      <p aria-live="polite" className="text-ink-muted">
        {isReading && file
          ? `Reading ${file.name}, ${formatBytes(file.size)} …`
          : file
            ? `${file.name}, ${formatBytes(file.size)}`
            : 'Drop a file of NDJSON here: one message a line, as an export of a queue writes it.'}
      </p>
      <FileButton icon={FileUp} accept=".ndjson,.jsonl,.json,application/x-ndjson" disabledReason={disabledReason} onFile={onFile}>
        {file ? 'Choose another file' : 'Choose a file'}
      </FileButton>
    </section>
  );
}
