'use client';

import { useState } from 'react';
import { Button } from '@/components/ui/button';
import { Combobox } from '@/components/ui/combobox';
import { Dialog } from '@/components/ui/dialog';
import { Field } from '@/components/ui/field';
import { Input } from '@/components/ui/input';
import { Notice } from '@/components/ui/notice';
import { Select } from '@/components/ui/select';
import { notifyUndo } from '@/components/ui/toast';
import { bindingEffect, sameBinding } from '@/lib/model/binding-effect';
import type { Binding, DestinationType, Exchange } from '@/lib/model/resources';
import { addBinding, type BindingInput, removeBinding } from '@/lib/queries/bindings';
import { errorSentence } from '@/lib/queries/client';
import { argumentsOf, emptyMatch, type HeaderMatch, HeaderMatchFields } from './header-match-fields';

export type BindStart = { readonly source: string; readonly destination: string; readonly destinationType: DestinationType };

export type BindDialogProps = {
  readonly broker: string;
  readonly virtualHost: string;
  /** What was dragged or chosen; empty names are filled in by the person. */
  readonly start: BindStart;
  readonly exchanges: readonly Exchange[];
  readonly queueNames: readonly string[];
  readonly bindings: readonly Binding[];
  readonly onClose: () => void;
};

/** A new binding with the sentence that says what it will do; done at once, with Undo. */
export function BindDialog(props: BindDialogProps) {
  const { broker, virtualHost, start, exchanges, bindings, onClose } = props;
  const [ends, setEnds] = useState(start);
  const [routingKey, setRoutingKey] = useState('');
  const [match, setMatch] = useState<HeaderMatch>(emptyMatch);
  const [state, setState] = useState<{ isBusy: boolean; error: unknown }>({ isBusy: false, error: null });
  const type = exchanges.find((exchange) => exchange.name === ends.source)?.type;
  const draft: BindingInput = { virtualHost, ...ends, routingKey, arguments: type === 'headers' ? argumentsOf(match) : {} };
  const isComplete = ends.source !== '' && ends.destination !== '';
  const isThere = bindings.some((binding) => binding.virtualHost === virtualHost && sameBinding(binding, draft));

  async function bind() {
    setState({ isBusy: true, error: null });
    try {
      const made = await addBinding(broker, draft);
      notifyUndo(`Bound ${ends.destination} to ${ends.source}.`, () => removeBinding(broker, made));
      onClose();
    } catch (error) {
      setState({ isBusy: false, error });
    }
  }

  const reason = !isComplete ? 'Name both ends first.' : isThere ? 'This binding is there already.' : null;
  return (
    <Dialog
      isOpen
      onOpenChange={(isOpen) => isOpen || onClose()}
      title="New binding"
      footer={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button variant="primary" type="submit" form="bind" isBusy={state.isBusy} disabledReason={reason}>
            Bind
          </Button>
        </>
      }
    >
      <form
        id="bind"
        className="flex flex-col gap-3"
        onSubmit={(event) => {
          event.preventDefault();
          if (reason === null) void bind();
        }}
      >
        <EndFields
          ends={ends}
          onChange={setEnds}
          exchangeNames={exchanges.map((each) => each.name).filter(Boolean)}
          queueNames={props.queueNames}
        />
        {type === 'headers' ? (
          <HeaderMatchFields match={match} onChange={setMatch} />
        ) : (
          <Field label="Routing key" hint={keyHint(type)}>
            <Input isMono value={routingKey} onChange={(event) => setRoutingKey(event.target.value)} />
          </Field>
        )}
        <p aria-live="polite" className="min-h-10 rounded-base bg-sunken px-3 py-2">
          {isComplete && type !== undefined ? bindingEffect(draft, type) : 'Here will stand what the binding does.'}
          {isThere ? ' It is there already.' : ''}
        </p>
        {state.error ? <Notice tone="danger">{errorSentence(state.error)}</Notice> : null}
      </form>
    </Dialog>
  );
}

function keyHint(type: string | undefined): string {
  if (type === 'topic') return 'Words between dots; * stands for one word, # for any number of them.';
  if (type === 'fanout') return 'A fanout exchange does not look at the key.';
  return 'Compared letter by letter with each message’s routing key.';
}

function EndFields({
  ends,
  exchangeNames,
  queueNames,
  onChange,
}: {
  ends: BindStart;
  exchangeNames: readonly string[];
  queueNames: readonly string[];
  onChange: (ends: BindStart) => void;
}) {
  const isQueue = ends.destinationType === 'queue';
  return (
    <>
      <Field label="From the exchange">
        <Combobox value={ends.source} suggestions={exchangeNames} onChange={(source) => onChange({ ...ends, source })} />
      </Field>
      <div className="grid grid-cols-[120px_minmax(0,1fr)] gap-3">
        <Field label="To a">
          <Select
            value={ends.destinationType}
            options={[
              { value: 'queue', label: 'queue' },
              { value: 'exchange', label: 'exchange' },
            ]}
            onChange={(destinationType) => onChange({ ...ends, destinationType, destination: '' })}
          />
        </Field>
        <Field label="Name">
          <Combobox
            value={ends.destination}
            suggestions={isQueue ? queueNames : exchangeNames}
            onChange={(destination) => onChange({ ...ends, destination })}
          />
        </Field>
      </div>
    </>
  );
}
