'use client';

import { ArrowRight } from 'lucide-react';
import { Badge } from '@/components/ui/badge';
import { MonoName } from '@/components/ui/mono-name';
import { Notice } from '@/components/ui/notice';
import { Section } from '@/components/ui/section';
import { comesFromOutside, type Plan, type PlanTarget, type PlanWarning } from '@/lib/model/operations';
import { formatBytes, formatCount, formatCounted, formatDuration } from '@/lib/model/quantity';
import { SampleDiff } from './sample-diff';

const tones: Record<PlanWarning['level'], 'neutral' | 'warning' | 'danger'> = { note: 'neutral', warning: 'warning', danger: 'danger' };
const excludedShownMax = 20;

/** What will happen, in exact numbers, under the bindings of now; the worst news first. */
export function PlanReview({ plan }: { plan: Plan }) {
  const warnings = [...plan.warnings].sort((a, b) => order.indexOf(b.level) - order.indexOf(a.level));
  return (
    <div className="flex flex-col gap-4">
      <p className="text-lead">{planSentence(plan)}</p>
      {warnings.length === 0 ? null : (
        <ul className="flex flex-col gap-2">
          {warnings.map((warning) => (
            <li key={`${warning.code} ${warning.sentence}`}>
              <Notice tone={tones[warning.level]}>{warning.sentence}</Notice>
            </li>
          ))}
        </ul>
      )}
      {plan.targets.length === 0 ? null : (
        <Section title="Where they go">
          <Targets targets={plan.targets} />
        </Section>
      )}
      {plan.excluded.length === 0 ? null : (
        <Section title={`${formatCounted(plan.excludedCount, plan.request.kind === 'import' ? 'line' : 'message')} left out`}>
          <ul className="text-small">
            {plan.excluded.slice(0, excludedShownMax).map((one) => (
              <li key={one.messageId}>
                <span className="font-mono">{one.messageId}</span> <span className="text-ink-muted">{one.reason}</span>
              </li>
            ))}
          </ul>
          {plan.excludedCount > excludedShownMax ? (
            <p className="text-small text-ink-muted">and {formatCount(plan.excludedCount - excludedShownMax)} more.</p>
          ) : null}
        </Section>
      )}
      {plan.request.edit === null ? null : <SampleDiff samples={plan.samples} />}
      {plan.samples.length === 0 ? null : (
        <Section title={plan.samples.length < plan.messageCount ? 'Some of them, spread over all' : 'Message by message'}>
          <ul className="flex flex-col gap-1 text-small">
            {plan.samples.map((sample) => (
              <li key={sample.messageId} className="flex min-w-0 flex-wrap items-center gap-x-2">
                <span className="font-mono text-ink-muted">{sample.messageId}</span>
                <span className="font-mono break-all">
                  {sample.exchange || '(default)'} · {sample.routingKey || '(empty key)'}
                </span>
                <ArrowRight aria-label="goes to" className="size-3 text-ink-faint" />
                {sample.queues.length === 0 ? (
                  <Badge tone="danger">no queue</Badge>
                ) : (
                  <span className="font-mono break-all">{sample.queues.join(', ')}</span>
                )}
              </li>
            ))}
          </ul>
        </Section>
      )}
    </div>
  );
}

const order: readonly PlanWarning['level'][] = ['note', 'warning', 'danger'];

function planSentence(plan: Plan): string {
  const size = `${formatCounted(plan.messageCount, 'message')}, ${formatBytes(plan.bytes)}`;
  const time = plan.expectedSeconds === null ? '' : `, in about ${formatDuration(Math.max(1, plan.expectedSeconds))}`;
  if (plan.messageCount === 0 && plan.request.kind === 'import') return 'There is no message in the file.';
  if (plan.messageCount === 0) return 'No message is left to act on.';
  if (plan.request.destination === null) return `${size}, ${plan.messageCount === 1 ? 'leaves' : 'leave'} the queue for the bin${time}.`;
  const isOne = plan.messageCount === 1;
  const where = plan.targets.length === 1 ? (plan.targets[0]?.queue ?? '') : formatCounted(plan.targets.length, 'queue');
  const unroutable =
    plan.unroutableCount > 0
      ? ` ${formatCount(plan.unroutableCount)} would reach no queue${comesFromOutside(plan.request.kind) ? ' and be given back' : ' and stay here'}.`
      : '';
  const again = plan.alreadyReplayedCount > 0 ? ` ${formatCount(plan.alreadyReplayedCount)} have been replayed before.` : '';
  return `${size}, ${plan.targets.length === 0 ? (isOne ? 'reaches no queue' : 'reach no queue') : `${isOne ? 'goes' : 'go'} to ${where}`}${time}.${unroutable}${again}`;
}

function Targets({ targets }: { targets: readonly PlanTarget[] }) {
  return (
    <table className="w-full text-left">
      <thead>
        <tr className="text-small text-ink-faint">
          <th scope="col" className="font-normal">
            Queue
          </th>
          <th scope="col" className="pl-3 text-right font-normal">
            Messages
          </th>
          <th scope="col" className="pl-3 text-right font-normal">
            Ready, then
          </th>
          <th scope="col" className="pl-3 text-right font-normal">
            Consumers
          </th>
        </tr>
      </thead>
      <tbody>
        {targets.map((target) => (
          <tr key={target.queue} className="h-7 border-t border-line/60">
            <td className="min-w-0">
              <MonoName name={target.queue} />
            </td>
            <td className="pl-3 text-right">{formatCount(target.messageCount)}</td>
            <td className="pl-3 text-right whitespace-nowrap">
              {target.readyCount === null
                ? '–'
                : `${formatCount(target.readyCount)} → ${formatCount(target.readyCount + target.messageCount)}`}
            </td>
            <td className="pl-3 text-right">
              {target.consumerCount === 0 ? <Badge tone="warning">none</Badge> : formatCount(target.consumerCount)}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
