'use client';

import { useRouter } from 'next/navigation';
import { type ComponentPropsWithRef, type MouseEvent, startTransition } from 'react';

/** A plain click changes the page; any other (new tab, download, middle button) is the browser's own. */
const isPlain = (event: MouseEvent<HTMLAnchorElement>): boolean =>
  !event.defaultPrevented && event.button === 0 && !event.metaKey && !event.ctrlKey && !event.shiftKey && !event.altKey;

/**
 * A link within the console. Nothing is fetched ahead: tables hold thousands of them; `isPrepared` fetches when the
 * pointer comes near, for the few links that are sure to be used. Written by hand, because it stands on every page and
 * the framework's brings 4 kB for what is not used here.
 */
export function Link({
  href,
  isPrepared = false,
  onClick,
  onPointerEnter,
  ...rest
}: Omit<ComponentPropsWithRef<'a'>, 'href'> & { href: string; isPrepared?: boolean }) {
  const router = useRouter();
  return (
    <a
      {...rest}
      href={href}
      onPointerEnter={(event) => {
        onPointerEnter?.(event);
        if (isPrepared) router.prefetch(href);
      }}
      onClick={(event) => {
        onClick?.(event);
        if (!isPlain(event)) return;
        event.preventDefault();
        startTransition(() => router.push(href));
      }}
    />
  );
}
