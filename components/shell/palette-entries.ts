'use client';

import { Keyboard, KeyRound, Layers, LogOut, type LucideIcon, Moon, Plus, Search, Server, Split, Sun } from 'lucide-react';
import { useTheme } from 'next-themes';
import { type Act, mayAct, type Role, whyNot } from '@/lib/model/access';
import { exchangePath, pagePath, queuePath } from '@/lib/model/page-path';
import { useBrokers } from '@/lib/queries/brokers';
import { useLiveRows } from '@/lib/queries/live';
import { useSession } from '@/lib/queries/session';
import { brokerPlaces, consolePlaces, type Place } from './navigation';
import type { Overlay } from './overlay';
import { leave } from './person-menu';

export type PaletteEntry = {
  readonly id: string;
  readonly label: string;
  readonly hint: string;
  readonly words: string;
  readonly icon: LucideIcon;
  readonly keys: string | null;
  readonly href: string | null;
  readonly run: (() => void) | null;
  readonly disabledReason: string | null;
  readonly isName: boolean;
};
export type PaletteGroup = { readonly name: string; readonly entries: readonly PaletteEntry[] };

/** Names are searched here rather than by the palette: a broker can have 10,000 queues. */
const NAME_COUNT_MAX = 12;

const plain = { hint: '', words: '', keys: null, href: null, run: null, disabledReason: null, isName: false } as const;
const reason = (role: Role | undefined, act: Act): string | null => (role === undefined || mayAct(role, act) ? null : whyNot(act));

function placeEntry(place: Place, href: string, role: Role | undefined): PaletteEntry {
  const { label, icon, words, key, act } = place;
  return { ...plain, id: `place ${place.path}`, label, icon, words, href, keys: `g ${key}`, disabledReason: reason(role, act) };
}

type Named = { readonly virtualHost: string; readonly name: string };
function namesLike<Row extends Named>(rows: readonly Row[] | undefined, text: string): readonly Row[] {
  const wanted = text.trim().toLowerCase();
  if (wanted === '' || rows === undefined) return [];
  const found: Row[] = [];
  for (const row of rows) {
    if (row.name.toLowerCase().includes(wanted)) found.push(row);
    if (found.length === NAME_COUNT_MAX) break;
  }
  return found;
}

function useNames(broker: string, text: string): PaletteGroup[] {
  const queues = namesLike(useLiveRows(broker, 'queues'), text);
  const exchanges = namesLike(useLiveRows(broker, 'exchanges'), text);
  const entry = (kind: string, row: Named, icon: LucideIcon, href: string): PaletteEntry => {
    const id = `${kind} ${row.virtualHost} ${row.name}`;
    return { ...plain, id, label: row.name, hint: row.virtualHost, icon, href, words: text, isName: true };
  };
  return [
    { name: 'Queues', entries: queues.map((row) => entry('queue', row, Layers, queuePath(broker, row))) },
    { name: 'Exchanges', entries: exchanges.map((row) => entry('exchange', row, Split, exchangePath(broker, row))) },
  ];
}

function useActs(broker: string | null, role: Role | undefined, onOpen: (overlay: Overlay) => void): PaletteGroup {
  const { resolvedTheme, setTheme } = useTheme();
  const isDark = resolvedTheme === 'dark';
  const add = (what: string, act: Act, path: readonly string[], words: string): PaletteEntry => {
    const href = pagePath(path, { dialog: 'new' });
    return { ...plain, id: `new ${what}`, label: `New ${what}`, icon: Plus, words, href, disabledReason: reason(role, act) };
  };
  const entries: PaletteEntry[] = [
    ...(broker === null
      ? []
      : [
          add('queue', 'queue.manage', [broker, 'queues'], 'create declare add'),
          add('exchange', 'exchange.manage', [broker, 'exchanges'], 'create declare add'),
        ]),
    add('broker', 'broker.manage', ['brokers'], 'connect rabbitmq add'),
    add('person', 'account.manage', ['people'], 'account user add'),
    {
      ...plain,
      id: 'theme',
      label: isDark ? 'Light theme' : 'Dark theme',
      icon: isDark ? Sun : Moon,
      words: 'colours mode',
      run: () => setTheme(isDark ? 'light' : 'dark'),
    },
    { ...plain, id: 'keys', label: 'Keyboard', icon: Keyboard, words: 'shortcuts help', keys: '?', run: () => onOpen('help') },
    {
      ...plain,
      id: 'password',
      label: 'Change password',
      icon: KeyRound,
      words: 'my own account credentials',
      run: () => onOpen('password'),
    },
    { ...plain, id: 'sign out', label: 'Sign out', icon: LogOut, words: 'leave log out', run: () => void leave() },
  ];
  return { name: 'Do', entries };
}

/** What is typed may be no name of a place but something that a message says. */
function findMessages(broker: string | null, text: string, brokerCount: number, role: Role | undefined): PaletteGroup[] {
  const wanted = text.trim();
  if (broker === null || wanted === '') return [];
  const entry: PaletteEntry = {
    ...plain,
    id: 'find messages',
    label: `Find messages with “${wanted}”`,
    hint: brokerCount > 1 ? `on ${brokerCount} brokers` : '',
    words: text,
    icon: Search,
    href: pagePath([broker, 'search'], { text: wanted, where: brokerCount > 1 ? 'all' : null }),
    disabledReason: reason(role, 'message.read-body'),
  };
  return [{ name: 'Messages', entries: [entry] }];
}

/** Everything that the palette offers for what is typed, in groups. */
export function usePaletteEntries(broker: string | null, text: string, onOpen: (overlay: Overlay) => void): readonly PaletteGroup[] {
  const role = useSession().data?.person.role;
  const brokers = useBrokers().data ?? [];
  const names = useNames(broker ?? '', text);
  const acts = useActs(broker, role, onOpen);
  const places = [
    ...(broker === null ? [] : brokerPlaces.flat().map((place) => placeEntry(place, pagePath([broker, place.path]), role))),
    ...consolePlaces.map((place) => placeEntry(place, pagePath([place.path]), role)),
  ];
  const switches = brokers
    .filter((each) => each.id !== broker)
    .map((each) => ({
      ...plain,
      id: `broker ${each.id}`,
      label: each.name,
      hint: each.environment,
      icon: Server,
      words: 'broker switch',
      href: pagePath([each.id, 'overview']),
    }));
  const finding = findMessages(broker, text, brokers.length, role);
  return [...names, { name: 'Go to', entries: places }, acts, { name: 'Brokers', entries: switches }, ...finding].filter(
    (group) => group.entries.length > 0,
  );
}
