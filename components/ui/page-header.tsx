import type { ReactNode } from 'react';

/**
 * Head of every page: what it is, what matters now in a sentence, what one can do.
 *   <PageHeader title="Queues" sentence="3 of 128 queues are growing." actions={<Button …/>} />
 */
export function PageHeader({
  title,
  sentence,
  detail,
  actions,
}: {
  title: ReactNode;
  sentence?: ReactNode;
  detail?: ReactNode;
  actions?: ReactNode;
}) {
  return (
    <header className="flex shrink-0 flex-wrap items-start gap-x-4 gap-y-2 px-4 pt-3 pb-3">
      <div className="min-w-0 flex-1 basis-[180px]">
        <h1 className="flex min-w-0 flex-wrap items-center gap-2 text-title font-semibold">{title}</h1>
        {sentence ? <p className="mt-0.5 text-ink-muted">{sentence}</p> : null}
        {detail ? <div className="mt-1.5 flex flex-wrap gap-1">{detail}</div> : null}
      </div>
      {actions ? <div className="flex flex-wrap items-center gap-2">{actions}</div> : null}
    </header>
  );
}
