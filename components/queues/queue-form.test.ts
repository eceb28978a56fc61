import { describe, expect, it } from 'vitest';
import { emptyQueueForm, parseQueueForm, queueNameError } from './queue-form';

const form = (change: Partial<ReturnType<typeof emptyQueueForm>>) => parseQueueForm({ ...emptyQueueForm('/'), name: 'orders', ...change });

describe('queue form', () => {
  it('makes a durable classic queue without arguments by default', () => {
    expect(form({})).toEqual({
      input: { virtualHost: '/', name: 'orders', type: 'classic', isDurable: true, isAutoDelete: false, arguments: {} },
      errors: {},
    });
  });

  it('types arguments by their row and says what is out of bounds', () => {
    const { input, errors } = form({
      arguments: {
        'x-message-ttl': '60,000',
        'x-max-priority': '300',
        'x-single-active-consumer': 'true',
        'x-overflow': 'drop-head',
        'x-max-length': '1.5',
      },
    });
    expect(input.arguments).toEqual({ 'x-message-ttl': 60_000, 'x-single-active-consumer': true, 'x-overflow': 'drop-head' });
    expect(errors).toEqual({ 'x-max-priority': 'At most 255.', 'x-max-length': 'Write a whole number.' });
  });

  it('keeps quorum queues durable and drops arguments of other types', () => {
    const { input } = form({
      type: 'quorum',
      isDurable: false,
      isAutoDelete: true,
      arguments: { 'x-max-priority': '5', 'x-delivery-limit': '3' },
    });
    expect(input).toMatchObject({ isDurable: true, isAutoDelete: false, arguments: { 'x-queue-type': 'quorum', 'x-delivery-limit': 3 } });
  });

  it('wants a dead letter exchange beside a dead letter routing key; the empty name is the default exchange', () => {
    expect(form({ arguments: { 'x-dead-letter-routing-key': 'failed' } }).errors).toHaveProperty('x-dead-letter-routing-key');
    const both = form({ arguments: { 'x-dead-letter-routing-key': 'failed', 'x-dead-letter-exchange': '' } });
    expect(both.errors).toEqual({});
    expect(both.input.arguments['x-dead-letter-exchange']).toBe('');
  });

  it('refuses names that the broker refuses', () => {
    expect(queueNameError(' ')).toContain('name');
    expect(queueNameError('amq.gen')).toContain('amq.');
    expect(queueNameError('ü'.repeat(128))).toContain('255');
    expect(queueNameError('ü'.repeat(127))).toBeNull();
  });
});
