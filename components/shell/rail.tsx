'use client';

import { usePathname } from 'next/navigation';
import { pagePath } from '@/lib/model/page-path';
import { classNames } from '../ui/class-names';
import { Link } from '../ui/link';
import { brokerPlaces, consolePlaces, type Place } from './navigation';

function RailLink({ place, href, isHere, onGo }: { place: Place; href: string; isHere: boolean; onGo: (() => void) | undefined }) {
  const Icon = place.icon;
  return (
    <Link
      href={href}
      isPrepared
      title={place.label}
      aria-current={isHere ? 'page' : undefined}
      onClick={() => onGo?.()}
      className={classNames(
        'flex h-7 items-center gap-2 rounded-base px-2 max-sm:h-10 max-sm:text-lead sm:max-lg:justify-center sm:max-lg:px-0',
        isHere ? 'bg-selected font-medium text-ink' : 'text-ink-muted hover:bg-hover hover:text-ink',
      )}
    >
      <Icon aria-hidden className={classNames('size-4 shrink-0', isHere && 'text-accent')} />
      <span className="truncate sm:max-lg:sr-only">{place.label}</span>
    </Link>
  );
}

/** The places, those of the broker first. Words from 1024 px on, icons below, full rows in the phone's drawer. */
export function Rail({ broker, onGo }: { broker: string | null; onGo?: () => void }) {
  const path = usePathname();
  const isHere = (href: string) => path === href || path.startsWith(`${href}/`);
  return (
    <nav aria-label="Places" className="flex h-full flex-col gap-3 overflow-y-auto px-2 py-3">
      {broker === null
        ? null
        : brokerPlaces.map((group) => (
            <div key={group[0]?.path} className="flex flex-col gap-px">
              {group.map((place) => {
                const href = pagePath([broker, place.path]);
                return <RailLink key={place.path} place={place} href={href} isHere={isHere(href)} onGo={onGo} />;
              })}
            </div>
          ))}
      <div className="mt-auto flex flex-col gap-px border-t pt-3">
        {consolePlaces.map((place) => {
          const href = pagePath([place.path]);
          return <RailLink key={place.path} place={place} href={href} isHere={isHere(href)} onGo={onGo} />;
        })}
      </div>
    </nav>
  );
}
