import type { ExchangeInput } from '@/lib/queries/exchanges';

export type ExchangeForm = {
  readonly virtualHost: string;
  readonly name: string;
  readonly type: string;
  readonly isDurable: boolean;
  readonly isAutoDelete: boolean;
  readonly isInternal: boolean;
  readonly alternate: string;
};
export const emptyExchangeForm: ExchangeForm = {
  virtualHost: '/',
  name: '',
  type: 'direct',
  isDurable: true,
  isAutoDelete: false,
  isInternal: false,
  alternate: '',
};

/** AMQP 0-9-1 short string. */
const NAME_BYTES_MAX = 255;

function nameError(name: string): string | null {
  if (name.trim() === '') return 'Give the exchange a name.';
  if (name.startsWith('amq.')) return 'Names that begin with amq. belong to the broker.';
  return new TextEncoder().encode(name).length > NAME_BYTES_MAX ? `A name has at most ${NAME_BYTES_MAX} bytes.` : null;
}

export function parseExchangeForm(form: ExchangeForm): { input: ExchangeInput; errors: Readonly<Record<string, string>> } {
  const { alternate, ...rest } = form;
  const problem = nameError(form.name);
  const errors = {
    ...(problem === null ? {} : { name: problem }),
    ...(form.virtualHost === '' ? { virtualHost: 'Choose a virtual host.' } : {}),
  };
  return { input: { ...rest, arguments: alternate === '' ? {} : { 'alternate-exchange': alternate } }, errors };
}
