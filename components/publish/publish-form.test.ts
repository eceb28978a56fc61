import { describe, expect, it } from 'vitest';
import { faultOf } from '@/components/message-form/message-form';
import { addressOf, checkForm, emptyForm, type PublishForm } from './publish-form';

const form = (part: Partial<PublishForm> = {}): PublishForm => ({ ...emptyForm, exchange: 'orders', ...part });

describe('checkForm', () => {
  it('makes a draft with typed headers and the properties that were set', () => {
    const { draft, count, faults } = checkForm(
      form({
        routingKey: 'o.new',
        priority: '3',
        properties: { contentType: 'application/json', messageId: '', expiration: '5000', timestamp: '2023-11-14T22:13:20Z' },
        headers: [
          { id: 1, key: 'tries', type: 'int32', text: '2' },
          { id: 2, key: '', type: 'string', text: 'left out' },
        ],
        body: '{"a":1}',
        count: '250',
      }),
    );
    expect(faults).toEqual([]);
    expect(count).toBe(250);
    expect(draft).toEqual({
      exchange: 'orders',
      routingKey: 'o.new',
      bodyBase64: 'eyJhIjoxfQ==',
      properties: {
        contentType: 'application/json',
        expiration: '5000',
        timestamp: '1700000000',
        priority: 3,
        deliveryMode: 2,
        headers: [{ key: 'tries', value: { type: 'int32', value: 2 } }],
      },
    });
  });

  it('reaches a queue through the default exchange', () => {
    expect(addressOf(form({ target: 'queue', queue: 'hello', routingKey: 'unused' }))).toEqual({ exchange: '', routingKey: 'hello' });
  });

  it('names every fault beside its field and makes no draft', () => {
    const { draft, faults } = checkForm(
      form({
        target: 'queue',
        queue: '',
        priority: '300',
        count: '0',
        properties: { contentType: 'text/json', expiration: 'soon', timestamp: 'x' },
        headers: [{ id: 7, key: 'n', type: 'int32', text: 'x' }],
        body: '{',
      }),
    );
    expect(draft).toBeNull();
    for (const field of ['target', 'priority', 'count', 'expiration', 'timestamp', 'header-7', 'body'] as const)
      expect(faultOf(faults, field)).toMatch(/\.$/);
  });

  it('takes any text where nothing claims to be JSON, and an empty body always', () => {
    expect(checkForm(form({ properties: {}, body: '{' })).draft).not.toBeNull();
    expect(checkForm(form({ body: '' })).draft).not.toBeNull();
  });
});
