import { Badge } from '@/components/ui/badge';
import { Section } from '@/components/ui/section';
import { formatBytes, formatDuration } from '@/lib/model/quantity';
import type { Node } from '@/lib/model/resources';

function Share({ label, used, limit, text }: { label: string; used: number | null; limit: number | null; text: string }) {
  const share = used === null || !limit ? null : Math.min(used / limit, 1);
  return (
    <div className="min-w-[180px] flex-1">
      <div className="flex justify-between gap-2 text-small">
        <span className="text-ink-muted">{label}</span>
        <span>{text}</span>
      </div>
      <div aria-hidden className="mt-1 h-1 rounded-small bg-line">
        {share === null ? null : (
          <div
            style={{ width: `${share * 100}%` }}
            className={share > 0.9 ? 'h-1 rounded-small bg-danger' : 'h-1 rounded-small bg-ink-faint'}
          />
        )}
      </div>
    </div>
  );
}

/** Memory, disk and alarms of each node. */
export function NodeList({ nodes }: { nodes: readonly Node[] }) {
  return (
    <Section title={nodes.length === 1 ? 'Node' : 'Nodes'}>
      <ul>
        {nodes.map((node) => (
          <li key={node.name} className="flex flex-wrap items-center gap-x-6 gap-y-2 border-b border-line/60 py-2 last:border-b-0">
            <div className="min-w-[180px] flex-1">
              <div className="truncate font-mono">{node.name}</div>
              <div className="text-small text-ink-faint">
                {node.uptimeMs === null ? '' : `up for ${formatDuration(node.uptimeMs / 1000)}`}
              </div>
            </div>
            <Share
              label="Memory"
              used={node.memoryUsedBytes}
              limit={node.memoryLimitBytes}
              text={
                node.memoryLimitBytes === null
                  ? formatBytes(node.memoryUsedBytes)
                  : `${formatBytes(node.memoryUsedBytes)} of ${formatBytes(node.memoryLimitBytes)}`
              }
            />
            <div className="min-w-[140px] text-small">
              <span className="text-ink-muted">Disk free </span>
              {formatBytes(node.diskFreeBytes)}
            </div>
            <div className="flex min-w-[96px] gap-1">
              {node.isRunning ? null : <Badge tone="danger">not running</Badge>}
              {node.hasMemoryAlarm ? <Badge tone="danger">memory alarm</Badge> : null}
              {node.hasDiskAlarm ? <Badge tone="danger">disk alarm</Badge> : null}
              {node.isRunning && !node.hasMemoryAlarm && !node.hasDiskAlarm ? <Badge tone="good">no alarm</Badge> : null}
            </div>
          </li>
        ))}
      </ul>
    </Section>
  );
}
