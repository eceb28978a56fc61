'use client';

import type { Binding } from '@/lib/model/resources';
import { BindDialog, type BindStart } from './bind-dialog';
import { UnbindDialog } from './unbind-dialog';
import type { Topology } from './use-graph';

/** The two dialogs that change bindings, for the picture and for its table. */
export function BindingDialogs(props: {
  broker: string;
  topology: Topology;
  binding: BindStart | null;
  unbinding: Binding | null;
  onBind: (start: BindStart | null) => void;
  onUnbind: (binding: Binding | null) => void;
}) {
  const { broker, topology, binding, unbinding } = props;
  const exchanges = topology.exchanges.filter((exchange) => exchange.virtualHost === topology.virtualHost);
  const queueNames = topology.queues.flatMap((queue) => (queue.virtualHost === topology.virtualHost ? [queue.name] : []));
  return (
    <>
      {binding === null ? null : (
        <BindDialog
          broker={broker}
          virtualHost={topology.virtualHost}
          start={binding}
          exchanges={exchanges}
          queueNames={queueNames}
          bindings={topology.bindings}
          onClose={() => props.onBind(null)}
        />
      )}
      {unbinding === null ? null : (
        <UnbindDialog
          broker={broker}
          binding={unbinding}
          exchanges={exchanges}
          bindings={topology.bindings}
          onClose={() => props.onUnbind(null)}
        />
      )}
    </>
  );
}
