import type { ReactNode } from 'react';
import { BrandMark } from '@/components/shell/brand';

/** The frame of the pages before the console: one column, nothing to distract. */
export function Entrance({ title, sentence, children }: { title: string; sentence: ReactNode; children: ReactNode }) {
  return (
    <main className="mx-auto flex min-h-dvh w-full max-w-[360px] flex-col justify-center gap-4 px-4 py-12">
      <div className="mb-4 flex items-center gap-2 text-lead font-semibold text-ink-muted">
        <BrandMark />
        Warren
      </div>
      <div>
        <h1 className="text-title font-semibold">{title}</h1>
        <p className="text-ink-muted">{sentence}</p>
      </div>
      {children}
    </main>
  );
}
