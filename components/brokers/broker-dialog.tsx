'use client';

import { useMutation } from '@tanstack/react-query';
import { type FormEvent, useId, useState } from 'react';
import { Button } from '@/components/ui/button';
import { Dialog } from '@/components/ui/dialog';
import { Notice } from '@/components/ui/notice';
import { notify } from '@/components/ui/toast';
import type { BrokerSummary } from '@/lib/model/console';
import { type BrokerInput, testBroker, useSaveBroker } from '@/lib/queries/brokers';
import { errorSentence, RequestError } from '@/lib/queries/client';
import { BrokerForm } from './broker-form';

const emptyInput: BrokerInput = {
  name: '',
  environment: 'development',
  colour: null,
  managementUrl: '',
  amqpUrl: '',
  username: '',
  password: '',
};

/** Connects a broker (`broker` null) or changes one. Addresses are kept on the server and not shown again: empty ones stay. */
export function BrokerDialog({ broker, onClose }: { broker: BrokerSummary | null; onClose: () => void }) {
  const formId = useId();
  const save = useSaveBroker();
  const test = useMutation({ mutationFn: testBroker });
  const [input, setInput] = useState<BrokerInput>(
    broker ? { ...emptyInput, name: broker.name, environment: broker.environment, colour: broker.colour } : emptyInput,
  );
  const failure = save.error ?? test.error;
  const fields = failure instanceof RequestError ? failure.fields : {};
  const change = (next: BrokerInput) => {
    setInput(next);
    test.reset();
  };
  function submit(event: FormEvent) {
    event.preventDefault();
    const done = () => {
      notify(broker ? `Changed ${input.name}.` : `Connected ${input.name}.`);
      onClose();
    };
    save.mutate({ id: broker?.id ?? null, input }, { onSuccess: done });
  }
  const footer = (
    <>
      {broker?.isEmbedded ? null : (
        <span className="mr-auto">
          <Button isBusy={test.isPending} onClick={() => test.mutate(input)}>
            Test the connection
          </Button>
        </span>
      )}
      <Button onClick={onClose}>Cancel</Button>
      <Button type="submit" form={formId} variant="primary" isBusy={save.isPending}>
        {broker ? 'Save' : 'Connect broker'}
      </Button>
    </>
  );
  return (
    <Dialog isOpen onOpenChange={(isOpen) => isOpen || onClose()} title={broker ? broker.name : 'New broker'} footer={footer}>
      <form id={formId} noValidate onSubmit={submit} className="flex flex-col gap-4">
        <BrokerForm input={input} isNew={broker === null} isEmbedded={broker?.isEmbedded ?? false} fields={fields} onChange={change} />
        {failure ? <Notice tone="danger">{errorSentence(failure)}</Notice> : null}
        {test.data ? (
          <Notice tone="good">
            {test.data.product} {test.data.version} answered.
          </Notice>
        ) : null}
      </form>
    </Dialog>
  );
}
