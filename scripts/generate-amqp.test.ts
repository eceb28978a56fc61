import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { generatedPath, readSpec, renderSpec } from './generate-amqp';

describe('lib/amqp/spec.gen.ts', () => {
  it('is what the generator makes of the spec today', () => {
    expect(readFileSync(generatedPath, 'utf8')).toBe(renderSpec(readSpec()));
  });

  it('would not be, had the spec changed', () => {
    const spec = readSpec();
    const [first] = spec.classes;
    const changed = { ...spec, classes: first === undefined ? [] : [{ ...first, id: first.id + 1 }, ...spec.classes.slice(1)] };
    expect(renderSpec(changed)).not.toBe(readFileSync(generatedPath, 'utf8'));
  });

  it('refuses a field type that it does not know', () => {
    const spec = readSpec();
    const odd = {
      id: 200,
      name: 'odd',
      methods: [{ id: 10, name: 'do', from: 'client' as const, fields: [['what', 'complex'] as const] }],
    };
    expect(() => renderSpec({ ...spec, classes: [...spec.classes, odd] as typeof spec.classes })).toThrow(/complex/);
  });
});
