import { LoaderCircle } from 'lucide-react';

/** While the picture's library or its layout is still on the way. */
export function Drawing() {
  return (
    <p role="status" className="flex h-full w-full items-center justify-center gap-2 text-ink-faint">
      <LoaderCircle aria-hidden className="size-4 animate-spin" />
      Drawing the routes
    </p>
  );
}
