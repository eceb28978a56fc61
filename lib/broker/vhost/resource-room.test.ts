// Goal: what clients create ends before the memory for objects does.
import { expect, it } from 'vitest';
import { ResourceRoom } from './resource-room';

const roomy = { refusal: null };

it('refuses with 506 while memory for objects is short, and no longer', () => {
  const heap = { usedBytes: 100, limitBytes: 1_000 };
  const room = new ResourceRoom(roomy, () => heap);
  room.require(false);
  heap.usedBytes = 800;
  const refused = /RESOURCE_ERROR - the broker has no memory for more queues/;
  expect(() => room.require(false)).toThrow(refused);
  expect(() => room.requireForChannel()).toThrow(refused);
  heap.usedBytes = 100;
  room.require(false);
  room.requireForChannel();
});

it('refuses only what has to survive while the disk takes nothing', () => {
  const room = new ResourceRoom({ refusal: 'the disk is full.' });
  expect(() => room.require(true)).toThrow('RESOURCE_ERROR - the disk is full.');
  room.require(false);
});
