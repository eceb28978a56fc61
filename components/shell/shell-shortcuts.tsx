'use client';

import { useRouter } from 'next/navigation';
import { pagePath } from '@/lib/model/page-path';
import { useShortcuts } from '../ui/shortcuts';
import { brokerPlaces, consolePlaces } from './navigation';

/** `g` and a letter goes to a place, `?` shows the keys. */
export function ShellShortcuts({ broker, onHelp }: { broker: string | null; onHelp: () => void }) {
  const router = useRouter();
  const places = [
    ...(broker === null ? [] : brokerPlaces.flat().map((place) => ({ place, href: pagePath([broker, place.path]) }))),
    ...consolePlaces.map((place) => ({ place, href: pagePath([place.path]) })),
  ];
  useShortcuts([
    { keys: '?', label: 'Show the keys', group: 'Everywhere', run: onHelp },
    ...places.map(({ place, href }) => ({
      keys: `g ${place.key}`,
      label: place.label,
      group: 'Go to',
      run: () => router.push(href),
    })),
  ]);
  return null;
}
