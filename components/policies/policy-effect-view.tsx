'use client';

import { Notice } from '@/components/ui/notice';
import type { PolicyEffect, PolicySubjectEffect } from '@/lib/model/policies/policy-effect';
import { formatCount } from '@/lib/model/quantity';
import { errorSentence } from '@/lib/queries/client';
import { effectSentences, lossSentence, settingInWords } from './policy-words';

function Change({ change }: { change: PolicySubjectEffect }) {
  return (
    <li className="border-b border-line/60 py-1.5 last:border-b-0">
      <span className="font-mono break-all">{change.name}</span>
      {change.kind === 'exchange' ? <span className="text-small text-ink-faint"> exchange</span> : null}
      <ul>
        {change.settings.map((setting) => {
          const { label, before, after } = settingInWords(setting);
          return (
            <li key={setting.key} className="flex flex-wrap gap-x-2 text-small text-ink-muted">
              <span>{label}:</span>
              <span className="font-mono line-through decoration-ink-faint">{before}</span>
              <span aria-hidden>→</span>
              <span className="sr-only">becomes</span>
              <span className="font-mono text-ink">{after}</span>
            </li>
          );
        })}
      </ul>
    </li>
  );
}

/** What a change of a policy would do now: how many things, which settings, what is lost. Asked of the server while one types. */
export function PolicyEffectView({ effect, error }: { effect: PolicyEffect | undefined; error: unknown }) {
  if (error) return <Notice tone="warning">What it will do can’t be foretold: {errorSentence(error)}</Notice>;
  if (effect === undefined) return <p className="text-ink-muted">Asking the broker what it matches …</p>;
  if (effect.patternError !== null)
    return (
      <Notice tone="warning">
        What this pattern matches can’t be foretold here ({effect.patternError}). The broker says whether it takes it.
      </Notice>
    );
  const loss = lossSentence(effect);
  return (
    <div className="flex flex-col gap-2" aria-live="polite">
      <p>{effectSentences(effect).join(' ')}</p>
      {loss === null ? null : <Notice tone="danger">{loss}</Notice>}
      {effect.unreadablePolicies.length === 0 ? null : (
        <Notice tone="warning">
          The patterns of {effect.unreadablePolicies.join(', ')} can’t be read here, so where they win is not counted.
        </Notice>
      )}
      <ul>
        {effect.changes.map((change) => (
          <Change key={`${change.kind} ${change.name}`} change={change} />
        ))}
      </ul>
      {effect.changedCount > effect.changes.length ? (
        <p className="text-ink-muted">and {formatCount(effect.changedCount - effect.changes.length)} more</p>
      ) : null}
    </div>
  );
}
