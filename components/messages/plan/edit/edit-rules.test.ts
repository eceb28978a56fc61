import { describe, expect, it } from 'vitest';
import { type EditRule, editOfPatch, editOfRules, firstRule } from './edit-rules';

const rule = (part: Partial<EditRule>): EditRule => ({ ...firstRule(1), ...part });

describe('editOfRules', () => {
  it('makes one edit of rules for body, headers and properties', () => {
    const { edit, faults } = editOfRules([
      rule({ path: '/order/total', text: '1990' }),
      rule({ path: '/note', act: 'add', text: '"mended"' }),
      rule({ path: '/draft', act: 'remove' }),
      rule({ part: 'header', path: 'tenant', text: 'b' }),
      rule({ part: 'header', path: 'tries', type: 'int32', text: '0' }),
      rule({ part: 'header', path: 'debug', act: 'remove' }),
      rule({ part: 'property', path: 'priority', text: '9' }),
      rule({ part: 'property', path: 'replyTo', act: 'remove' }),
    ]);
    expect(faults.size).toBe(0);
    expect(edit).toEqual({
      bodyPatch: [
        { op: 'replace', path: '/order/total', value: 1990 },
        { op: 'add', path: '/note', value: 'mended' },
        { op: 'remove', path: '/draft' },
      ],
      setHeaders: [
        { key: 'tenant', value: { type: 'string', value: 'b' } },
        { key: 'tries', value: { type: 'int32', value: 0 } },
      ],
      removeHeaders: ['debug'],
      setProperties: { priority: 9 },
      removeProperties: ['replyTo'],
    });
  });

  it('is nothing while no rule has a place', () => {
    expect(editOfRules([firstRule(1)])).toEqual({ edit: null, faults: new Map() });
  });

  it.each<[string, Partial<EditRule>, RegExp]>([
    ['a place without its slash', { path: 'total', text: '1' }, /begins with/],
    ['a value that is no JSON', { path: '/total', text: 'much' }, /JSON/],
    ['a header that does not fit its type', { part: 'header', path: 'a', type: 'int32', text: 'x' }, /whole number/],
    ['a priority out of range', { part: 'property', path: 'priority', text: '900' }, /0 to 255/],
    ['a property that can not be set', { part: 'property', path: 'userId', text: 'guest' }, /Choose/],
  ])('refuses %s', (_name, part, reason) => {
    const { edit, faults } = editOfRules([rule(part)]);
    expect(edit).toBeNull();
    expect(faults.get(1)).toMatch(reason);
  });
});

describe('editOfPatch', () => {
  it('takes RFC 6902 as it is written, and says what is none', () => {
    const patch = [{ op: 'move', from: '/a', path: '/b' }];
    expect(editOfPatch(JSON.stringify(patch)).edit?.bodyPatch).toEqual(patch);
    expect(editOfPatch('{}').fault).toMatch(/list of steps/);
    expect(editOfPatch('[{"op":"explode","path":"/a"}]').fault).toMatch(/list of steps/);
    expect(editOfPatch('[').fault).toMatch(/Not valid JSON/);
    expect(editOfPatch(' ')).toEqual({ edit: null, fault: null });
  });
});
