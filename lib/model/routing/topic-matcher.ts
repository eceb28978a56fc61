import type { BindingMatcher, MatchableBinding } from './binding-matcher';
import type { MessageHeaders } from './message-headers';

/** One word of a pattern. A `#` node stays active while words go by, every other node for exactly one word. */
class TrieNode<B> {
  words: Map<string, TrieNode<B>> | null = null;
  star: TrieNode<B> | null = null;
  hash: TrieNode<B> | null = null;
  bindings: B[] = [];
  /** The step in which the node was last activated: a visit mark that never has to be cleared. */
  step = 0;
  constructor(readonly isHash: boolean) {}
}

const noWords: readonly string[] = [];
const wordsOf = (key: string): readonly string[] => (key === '' ? noWords : key.split('.'));

/**
 * topic: words between dots, `*` for exactly one, `#` for none or more.
 * The trie is walked as an automaton, all active nodes one word at a time, so that a pattern such as `#.a.#.a.#` costs
 * words × nodes instead of exploding.
 */
export class TopicMatcher<B extends MatchableBinding> implements BindingMatcher<B> {
  readonly isDecidedByRoutingKey = true;
  private readonly root = new TrieNode<B>(false);
  private step = 0;
  private active: TrieNode<B>[] = [];
  private next: TrieNode<B>[] = [];

  add(binding: B): void {
    let node = this.root;
    for (const word of wordsOf(binding.routingKey)) node = childFor(node, word);
    node.bindings.push(binding);
  }

  remove(binding: B): void {
    const words = wordsOf(binding.routingKey);
    const path: TrieNode<B>[] = [this.root];
    for (const word of words) {
      const child = findChild(path[path.length - 1] as TrieNode<B>, word);
      if (child === null) return;
      path.push(child);
    }
    const last = path[path.length - 1] as TrieNode<B>;
    last.bindings = last.bindings.filter((other) => other !== binding);
    for (let depth = words.length; depth > 0; depth -= 1) {
      const node = path[depth] as TrieNode<B>;
      if (!isBare(node)) return;
      dropChild(path[depth - 1] as TrieNode<B>, words[depth - 1] as string);
    }
  }

  collect(routingKey: string, _headers: MessageHeaders, into: B[]): void {
    this.active.length = 0;
    this.step += 1;
    this.activate(this.root, this.active);
    // Words are cut out only where some node asks for one by name: most patterns look at few of them.
    for (let start = routingKey === '' ? -1 : 0; start >= 0 && !this.isSettled(); ) {
      const dot = routingKey.indexOf('.', start);
      this.advance(routingKey, start, dot < 0 ? routingKey.length : dot);
      start = dot < 0 ? -1 : dot + 1;
    }
    for (const node of this.active) {
      for (const binding of node.bindings) into.push(binding);
    }
  }

  /** No word can change what is active: nothing is, or only a trailing `#`. */
  private isSettled(): boolean {
    const { active } = this;
    if (active.length > 1) return false;
    const only = active[0];
    return only === undefined || (only.isHash && only.words === null && only.star === null && only.hash === null);
  }

  private advance(routingKey: string, start: number, end: number): void {
    this.step += 1;
    const next = this.next;
    next.length = 0;
    let word: string | null = null;
    for (const node of this.active) {
      if (node.isHash) this.activate(node, next);
      if (node.words !== null) {
        word ??= routingKey.slice(start, end);
        const child = node.words.get(word);
        if (child !== undefined) this.activate(child, next);
      }
      if (node.star !== null) this.activate(node.star, next);
    }
    this.next = this.active;
    this.active = next;
  }

  /** `#` also matches no word at all, so a node brings its `#` child along. */
  private activate(node: TrieNode<B>, into: TrieNode<B>[]): void {
    for (let reached: TrieNode<B> | null = node; reached !== null; reached = reached.hash) {
      if (reached.step === this.step) return;
      reached.step = this.step;
      into.push(reached);
    }
  }
}

function childFor<B>(node: TrieNode<B>, word: string): TrieNode<B> {
  if (word === '*') {
    node.star ??= new TrieNode<B>(false);
    return node.star;
  }
  if (word === '#') {
    node.hash ??= new TrieNode<B>(true);
    return node.hash;
  }
  node.words ??= new Map();
  let child = node.words.get(word);
  if (child === undefined) {
    child = new TrieNode<B>(false);
    node.words.set(word, child);
  }
  return child;
}

function findChild<B>(node: TrieNode<B>, word: string): TrieNode<B> | null {
  if (word === '*') return node.star;
  if (word === '#') return node.hash;
  return node.words?.get(word) ?? null;
}

function dropChild<B>(node: TrieNode<B>, word: string): void {
  if (word === '*') node.star = null;
  else if (word === '#') node.hash = null;
  else node.words?.delete(word);
}

function isBare<B>(node: TrieNode<B>): boolean {
  return node.bindings.length === 0 && node.star === null && node.hash === null && (node.words?.size ?? 0) === 0;
}
