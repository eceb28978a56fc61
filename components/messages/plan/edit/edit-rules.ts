import { type EditableProperty, editableProperties, type MessageEdit } from '@/lib/model/operations';
import { type HeaderInputType, readTyped } from '@/lib/model/typed-input';

export const rulesMax = 50;
export type EditPart = 'body' | 'header' | 'property';
export type RuleAct = 'replace' | 'add' | 'remove';

/** One line of an edit of many messages. */
export type EditRule = {
  readonly id: number;
  readonly part: EditPart;
  /** `replace` wants the place to be there, `add` makes it, both set headers and properties. */
  readonly act: RuleAct;
  /** A JSON pointer (RFC 6901) into the body, a header's key, or a property. */
  readonly path: string;
  readonly type: HeaderInputType;
  /** JSON for the body, else as typed for a header or property. */
  readonly text: string;
};

export type RulesChecked = { readonly edit: MessageEdit | null; readonly faults: ReadonlyMap<number, string> };

export const firstRule = (id: number): EditRule => ({ id, part: 'body', act: 'replace', path: '', type: 'string', text: '' });

/** The edit that the rules make together, or what is wrong with each of them. Rules without a path don't count yet. */
export function editOfRules(rules: readonly EditRule[]): RulesChecked {
  const faults = new Map<number, string>();
  const edit = { bodyPatch: [] as Step[], setHeaders: [] as Header[], removeHeaders: [] as string[] };
  const setProperties: Record<string, string | number> = {};
  const removeProperties: EditableProperty[] = [];
  const used = rules.filter(({ path }) => path !== '');
  for (const rule of used) {
    const fault = take(rule);
    if (fault !== null) faults.set(rule.id, fault);
  }
  return { edit: used.length === 0 || faults.size > 0 ? null : { ...edit, setProperties, removeProperties }, faults };

  function take(rule: EditRule): string | null {
    if (rule.part === 'body') return takeStep(rule, edit.bodyPatch);
    if (rule.part === 'property') return takeProperty(rule, setProperties, removeProperties);
    if (rule.act === 'remove') edit.removeHeaders.push(rule.path);
    else {
      const read = readTyped(rule.type, rule.text);
      if (!read.ok) return read.reason;
      edit.setHeaders.push({ key: rule.path, value: read.value });
    }
    return null;
  }
}

type Step = MessageEdit['bodyPatch'][number];
type Header = MessageEdit['setHeaders'][number];

function takeStep({ act, path, text }: EditRule, steps: Step[]): string | null {
  if (!path.startsWith('/')) return 'A place in the body begins with /, for example /order/total.';
  if (act === 'remove') {
    steps.push({ op: 'remove', path });
    return null;
  }
  try {
    steps.push({ op: act, path, value: JSON.parse(text) as unknown });
    return null;
  } catch {
    return 'Write the value as JSON: "text" in quotes, a number, true, null, an object or a list.';
  }
}

const isEditable = (name: string): name is EditableProperty => editableProperties.some((known) => known === name);
const numeric: ReadonlySet<string> = new Set(['priority', 'deliveryMode']);

function takeProperty(rule: EditRule, set: Record<string, string | number>, remove: EditableProperty[]): string | null {
  const { path, act, text } = rule;
  if (!isEditable(path)) return 'Choose a property.';
  if (act === 'remove') remove.push(path);
  else if (numeric.has(path) && !(/^\d{1,3}$/.test(text) && Number(text) <= 255)) return 'From 0 to 255.';
  else if (path === 'expiration' && !/^\d{1,12}$/.test(text)) return 'Milliseconds, as a whole number.';
  else if (path === 'timestamp') return takeTimestamp(text, set);
  else set[path] = numeric.has(path) ? Number(text) : text;
  return null;
}

function takeTimestamp(text: string, set: Record<string, string | number>): string | null {
  const read = readTyped('timestamp', text);
  if (!read.ok) return read.reason;
  set.timestamp = String(read.value.value);
  return null;
}

const patchOps: ReadonlySet<string> = new Set(['add', 'remove', 'replace', 'move', 'copy', 'test']);
const isStep = (step: unknown): step is Step =>
  typeof step === 'object' &&
  step !== null &&
  'op' in step &&
  'path' in step &&
  patchOps.has(String(step.op)) &&
  typeof step.path === 'string';

/** A JSON Patch (RFC 6902) as text, for edits that the rules can't say; the server checks it again step by step. */
export function editOfPatch(text: string): { readonly edit: MessageEdit | null; readonly fault: string | null } {
  if (text.trim() === '') return { edit: null, fault: null };
  let steps: unknown;
  try {
    steps = JSON.parse(text);
  } catch (error) {
    return { edit: null, fault: `Not valid JSON: ${error instanceof Error ? error.message : ''}` };
  }
  if (!Array.isArray(steps) || !steps.every(isStep))
    return { edit: null, fault: 'A JSON Patch is a list of steps such as {"op": "replace", "path": "/total", "value": 0}.' };
  return { edit: steps.length === 0 ? null : { bodyPatch: steps, setHeaders: [], removeHeaders: [] }, fault: null };
}
