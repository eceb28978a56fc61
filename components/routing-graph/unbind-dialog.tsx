'use client';

import { ConfirmDialog } from '@/components/ui/confirm-dialog';
import { notifyUndo } from '@/components/ui/toast';
import { removalEffects } from '@/lib/model/binding-effect';
import type { Binding, Exchange } from '@/lib/model/resources';
import { addBinding, removeBinding } from '@/lib/queries/bindings';
import { useNameToType } from '@/lib/queries/brokers';

/** Removing a binding: what stops, then done, then Undo, which binds again with the same key and arguments. */
export function UnbindDialog({
  broker,
  binding,
  exchanges,
  bindings,
  onClose,
}: {
  broker: string;
  binding: Binding;
  exchanges: readonly Exchange[];
  bindings: readonly Binding[];
  onClose: () => void;
}) {
  const nameToType = useNameToType(broker, binding.destination);
  const exchange = exchanges.find((each) => each.virtualHost === binding.virtualHost && each.name === binding.source);
  return (
    <ConfirmDialog
      isOpen
      onOpenChange={(isOpen) => isOpen || onClose()}
      title={`Remove the binding from ${binding.source} to ${binding.destination}?`}
      consequences={[...removalEffects(binding, exchange, bindings), 'Messages that are in queues now stay there.']}
      confirmLabel="Remove the binding"
      level="danger"
      nameToType={nameToType}
      onConfirm={async () => {
        await removeBinding(broker, binding);
        const { propertiesKey: _, ...again } = binding;
        notifyUndo(`Removed the binding from ${binding.source} to ${binding.destination}.`, () => addBinding(broker, again));
      }}
    />
  );
}
