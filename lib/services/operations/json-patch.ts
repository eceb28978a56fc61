import type { MessageEdit } from '../../model/operations';

type Json = null | boolean | number | string | Json[] | { [key: string]: Json };
type Step = MessageEdit['bodyPatch'][number];

/** A step that does not fit the document; the message is excluded from the operation with this reason. */
export class PatchError extends Error {
  override readonly name = 'PatchError';
}

/** JSON Patch (RFC 6902) on a parsed document; the given one is not changed. */
export function applyJsonPatch(document: unknown, patch: readonly Step[]): unknown {
  return patch.reduce<Json>(applyStep, structuredClone(document) as Json);
}

function applyStep(document: Json, step: Step): Json {
  switch (step.op) {
    case 'add':
      return add(document, step.path, step.value as Json);
    case 'remove':
      return remove(document, step.path);
    case 'replace':
      return replace(document, step.path, step.value as Json);
    case 'test':
      if (!isEqual(read(document, step.path), step.value as Json))
        throw new PatchError(`${step.path || 'the body'} is not what the patch expects`);
      return document;
    case 'copy':
      return add(document, step.path, structuredClone(read(document, step.from ?? '')));
    case 'move': {
      const value = read(document, step.from ?? '');
      return add(remove(document, step.from ?? ''), step.path, value);
    }
  }
}

/** RFC 6901: `/a/b~1c` is ['a', 'b/c']; '' is the whole document. */
function tokensOf(path: string): string[] {
  if (path === '') return [];
  if (!path.startsWith('/')) throw new PatchError(`${path} is no JSON pointer: it must start with /`);
  return path
    .slice(1)
    .split('/')
    .map((token) => token.replaceAll('~1', '/').replaceAll('~0', '~'));
}

const missing = (path: string): never => {
  throw new PatchError(`there is nothing at ${path}`);
};

function child(parent: Json, token: string, path: string): Json {
  if (Array.isArray(parent)) return parent[indexOf(parent, token, parent.length - 1, path)] ?? null;
  if (parent !== null && typeof parent === 'object' && Object.hasOwn(parent, token)) return parent[token] ?? null;
  return missing(path);
}

function indexOf(parent: readonly Json[], token: string, maximum: number, path: string): number {
  if (token === '-') return parent.length <= maximum ? parent.length : missing(path);
  const index = /^(0|[1-9]\d{0,8})$/.test(token) ? Number(token) : -1;
  return index >= 0 && index <= maximum ? index : missing(path);
}

const read = (document: Json, path: string): Json => tokensOf(path).reduce((parent, token) => child(parent, token, path), document);

function parentOf(document: Json, path: string): { parent: Json; token: string } {
  const tokens = tokensOf(path);
  const token = tokens.pop() ?? '';
  return { parent: tokens.reduce((parent, each) => child(parent, each, path), document), token };
}

function add(document: Json, path: string, value: Json): Json {
  if (path === '') return value;
  const { parent, token } = parentOf(document, path);
  if (Array.isArray(parent)) parent.splice(indexOf(parent, token, parent.length, path), 0, value);
  else if (parent !== null && typeof parent === 'object') define(parent, token, value);
  else missing(path);
  return document;
}

/** Never through the prototype: a pointer to __proto__ names a plain key. */
const define = (parent: { [key: string]: Json }, key: string, value: Json): void => {
  Object.defineProperty(parent, key, { value, enumerable: true, configurable: true, writable: true });
};

/** In place, so that an object's members keep their order. */
function replace(document: Json, path: string, value: Json): Json {
  if (path === '') return value;
  const { parent, token } = parentOf(document, path);
  child(parent, token, path);
  if (Array.isArray(parent)) parent[indexOf(parent, token, parent.length - 1, path)] = value;
  else if (parent !== null && typeof parent === 'object') define(parent, token, value);
  return document;
}

function remove(document: Json, path: string): Json {
  if (path === '') return null;
  const { parent, token } = parentOf(document, path);
  child(parent, token, path);
  if (Array.isArray(parent)) parent.splice(indexOf(parent, token, parent.length - 1, path), 1);
  else if (parent !== null && typeof parent === 'object') delete parent[token];
  return document;
}

function isEqual(a: Json, b: Json): boolean {
  if (a === b) return true;
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return false;
  const keys = Object.keys(a);
  if (Array.isArray(a) !== Array.isArray(b) || keys.length !== Object.keys(b).length) return false;
  return keys.every(
    (key) => Object.hasOwn(b, key) && isEqual((a as Record<string, Json>)[key] ?? null, (b as Record<string, Json>)[key] ?? null),
  );
}
