import { celMember, celNumber, celText } from '../../model/cel';
import type { TypedTable } from '../../model/field-table';
import { toPlainTable } from '../../model/field-table-plain';
import type { SeenField } from '../../model/search';
import { searchLimits } from './search-limits';

/** Collects the fields of messages under the names that a filter has for them; bounded in number, depth and length. */
export class FieldTally {
  readonly #seen = new Map<string, SeenField>();
  #nodesLeft = 0;

  addProperties(properties: object): void {
    this.addMembers('properties', properties);
  }

  addHeaders(headers: TypedTable): void {
    this.addMembers('headers', toPlainTable(headers));
  }

  addBody(bodyBase64: string): void {
    try {
      this.addMembers('body', JSON.parse(Buffer.from(bodyBase64, 'base64').toString('utf8')));
    } catch {
      // no JSON: it has no fields
    }
  }

  /** In the order of their names. */
  fields(): readonly SeenField[] {
    return [...this.#seen.values()].sort((a, b) => (a.path < b.path ? -1 : 1));
  }

  private addMembers(path: string, value: unknown): void {
    this.#nodesLeft = searchLimits.sampledNodesMax;
    this.walk(path, value, 0);
  }

  private walk(path: string, value: unknown, depth: number): void {
    if (typeof value !== 'object' || value === null || depth >= searchLimits.sampledDepthMax) return;
    const members = Array.isArray(value) ? value.slice(0, 1).map((item) => ['[0]', item] as const) : namedMembers(value);
    for (const [step, member] of members) {
      if (member === undefined || --this.#nodesLeft < 0) return;
      if (step.length > searchLimits.sampledNameMax) continue;
      this.note(path + step, member);
      this.walk(path + step, member, depth + 1);
    }
  }

  private note(path: string, value: unknown): void {
    const known = this.#seen.get(path);
    if (known ? known.example !== null : this.#seen.size >= searchLimits.sampledFieldsMax) return;
    this.#seen.set(path, { path, type: typeOf(value), example: exampleOf(value) });
  }
}

function* namedMembers(value: object): Generator<readonly [string, unknown]> {
  for (const key in value) if (Object.hasOwn(value, key)) yield [celMember(key), (value as Record<string, unknown>)[key]];
}

function typeOf(value: unknown): SeenField['type'] {
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'list';
  if (typeof value === 'string') return 'text';
  if (typeof value === 'boolean') return 'truth';
  return typeof value === 'number' ? 'number' : 'object';
}

function exampleOf(value: unknown): string | null {
  if (typeof value === 'string') return value.length <= searchLimits.sampledExampleMax ? celText(value) : null;
  if (typeof value === 'number') return celNumber(value);
  return typeof value === 'boolean' || value === null ? String(value) : null;
}
