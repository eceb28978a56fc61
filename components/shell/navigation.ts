import {
  ArchiveRestore,
  Cable,
  Gauge,
  Layers,
  ListChecks,
  type LucideIcon,
  MailX,
  ScrollText,
  Search,
  Send,
  Server,
  ShieldCheck,
  SlidersHorizontal,
  Split,
  SquareStack,
  Users,
  Waypoints,
} from 'lucide-react';
import type { Act } from '@/lib/model/access';

/** A place of the console: one row here puts it into the rail, the command palette and the `g` keys. */
export type Place = {
  readonly path: string;
  readonly label: string;
  readonly icon: LucideIcon;
  /** Second key after `g`. */
  readonly key: string;
  /** More words that the palette finds it by. */
  readonly words: string;
  readonly act: Act;
};

/** Places of one broker: /{broker}/{path}. */
export const brokerPlaces: readonly (readonly Place[])[] = [
  [
    { path: 'overview', label: 'Overview', icon: Gauge, key: 'o', words: 'home dashboard rates nodes alarms', act: 'broker.view' },
    { path: 'queues', label: 'Queues', icon: Layers, key: 'q', words: 'depth ready backlog', act: 'broker.view' },
    { path: 'exchanges', label: 'Exchanges', icon: Split, key: 'e', words: 'bindings', act: 'broker.view' },
    { path: 'routing', label: 'Routing', icon: Waypoints, key: 'r', words: 'graph topology bindings', act: 'broker.view' },
    {
      path: 'policies',
      label: 'Policies',
      icon: SlidersHorizontal,
      key: 'y',
      words: 'policy operator ttl max-length settings',
      act: 'broker.view',
    },
  ],
  [
    {
      path: 'dead-letters',
      label: 'Dead letters',
      icon: MailX,
      key: 'd',
      words: 'failed rejected expired dlq replay',
      act: 'message.browse',
    },
    { path: 'search', label: 'Search', icon: Search, key: 's', words: 'find message order', act: 'message.browse' },
    { path: 'publish', label: 'Publish', icon: Send, key: 'p', words: 'send message', act: 'message.publish' },
    { path: 'operations', label: 'Operations', icon: ListChecks, key: 'u', words: 'replay move discard ledger', act: 'message.browse' },
    { path: 'bin', label: 'Bin', icon: ArchiveRestore, key: 'b', words: 'trash undo restore discarded', act: 'message.browse' },
  ],
  [
    { path: 'connections', label: 'Connections', icon: Cable, key: 'c', words: 'clients', act: 'broker.view' },
    { path: 'channels', label: 'Channels', icon: SquareStack, key: 'h', words: 'consumers prefetch', act: 'broker.view' },
  ],
];

/** Places of the console itself: /{path}. */
export const consolePlaces: readonly Place[] = [
  { path: 'brokers', label: 'Brokers', icon: Server, key: 'k', words: 'connect rabbitmq cluster', act: 'broker.view' },
  { path: 'people', label: 'People', icon: Users, key: 'l', words: 'accounts users roles', act: 'account.manage' },
  { path: 'permissions', label: 'Permissions', icon: ShieldCheck, key: 'm', words: 'roles acts who may', act: 'broker.view' },
  { path: 'audit', label: 'Audit log', icon: ScrollText, key: 'a', words: 'history changes who did', act: 'audit.view' },
];
