import { describe, expect, it } from 'vitest';
import { firstChoice, type PlanSubject, planRequestOf, titleOf } from './plan-subject';

const subject: PlanSubject = {
  kind: 'replay',
  virtualHost: '/',
  queue: 'dead',
  selection: { kind: 'ids', ids: ['1', '2'] },
  messageCount: 2,
  hasOrigin: true,
};

describe('planRequestOf', () => {
  it('goes back to the origin unless told otherwise', () => {
    expect(planRequestOf(subject, firstChoice(subject))).toMatchObject({ kind: 'replay', destination: { kind: 'origin', via: 'queue' } });
  });

  it('waits for a complete destination', () => {
    const alive = { ...subject, hasOrigin: false };
    const choice = firstChoice(alive);
    expect(planRequestOf(alive, choice)).toBeNull();
    expect(planRequestOf(alive, { ...choice, queue: 'work' })).toMatchObject({
      kind: 'move',
      destination: { kind: 'queue', queue: 'work' },
    });
    expect(planRequestOf(alive, { ...choice, way: 'exchange', exchange: 'x' })).toMatchObject({
      kind: 'replay',
      destination: { kind: 'exchange', exchange: 'x', routingKey: null },
    });
  });

  it('makes a copy where originals are kept and needs no destination to discard', () => {
    expect(planRequestOf(subject, { ...firstChoice(subject), keepsOriginals: true })?.kind).toBe('copy');
    expect(planRequestOf({ ...subject, kind: 'discard' }, firstChoice(subject))).toMatchObject({ kind: 'discard', destination: null });
  });

  it('names what it is about to do', () => {
    const request = planRequestOf(subject, firstChoice(subject));
    expect(titleOf(subject, request)).toBe('Replay 2 messages of dead');
    expect(titleOf({ ...subject, kind: 'discard', selection: { kind: 'all' } }, null)).toBe('Discard all messages of dead');
  });
});
