import type { SeededRandom } from '@/lib/base/seeded-random';

/**
 * One step of a client, as data: the same list is played to both brokers. `on` names the channel: those whose name begins with
 * `other` are on a second connection, `main` publishes with confirms.
 */
export type Operation = { readonly on?: string } & Step;

type Table = Readonly<Record<string, unknown>>;

type Step =
  | { readonly do: 'declare-exchange'; readonly name: string; readonly type: string; readonly options: Table }
  | { readonly do: 'delete-exchange'; readonly name: string; readonly ifUnused: boolean }
  | { readonly do: 'check-exchange' | 'check-queue' | 'purge'; readonly name: string }
  | {
      readonly do: 'declare-queue';
      readonly name: string;
      readonly durable: boolean;
      readonly autoDelete: boolean;
      readonly exclusive?: boolean;
      readonly arguments: Table;
    }
  | { readonly do: 'delete-queue'; readonly name: string; readonly ifUnused: boolean; readonly ifEmpty: boolean }
  | {
      readonly do: 'bind' | 'unbind';
      readonly queue: string;
      readonly exchange: string;
      readonly key: string;
      readonly arguments: Table;
    }
  | {
      readonly do: 'bind-exchange' | 'unbind-exchange';
      readonly destination: string;
      readonly source: string;
      readonly key: string;
      readonly arguments?: Table;
    }
  | { readonly do: 'publish'; readonly exchange: string; readonly key: string; readonly body: string; readonly options: Table }
  | { readonly do: 'get'; readonly queue: string; readonly noAck: boolean }
  /** `index` counts the deliveries that the channel holds, in the order of their tags. */
  | { readonly do: 'settle'; readonly how: 'ack' | 'nack' | 'requeue' | 'reject'; readonly index: number; readonly multiple: boolean }
  | { readonly do: 'reply'; readonly index: number; readonly body: string }
  | { readonly do: 'consume'; readonly queue: string; readonly tag: string; readonly options: Table }
  | { readonly do: 'cancel'; readonly tag: string }
  | { readonly do: 'qos'; readonly count: number; readonly global: boolean }
  | { readonly do: 'recover' | 'close-channel' | 'tx-select' | 'tx-commit' | 'tx-rollback' }
  /** For what takes time by itself, like an expiry; what it leads to is awaited by the comparison. */
  | { readonly do: 'wait'; readonly ms: number }
  | {
      readonly do: 'set-policy';
      readonly kind: 'policies' | 'operator-policies';
      readonly name: string;
      readonly policy: {
        readonly pattern: string;
        readonly definition: Table;
        readonly priority: number;
        readonly 'apply-to': string;
      };
    }
  | { readonly do: 'delete-policy'; readonly kind: 'policies' | 'operator-policies'; readonly name: string };

/** A theme of the suite: what is played, and which queues are looked at after each step. */
export type Topic = {
  readonly name: string;
  readonly queues: readonly string[];
  /** Why the lists of the HTTP API are not compared at the end. */
  readonly unlisted?: string;
  readonly operations: (random: SeededRandom) => Operation[];
};
